"""Answers for the one sign that neither PostgreSQL nor a file system can be asked about."""

from django.http import Http404


class NulNamesNothingMiddleware:
    """An address with NUL in it, written %00, is not found, whatever view it would reach; none need think of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            raise Http404("No address has NUL in it.")
        return self.get_response(request)
