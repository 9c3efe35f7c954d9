"""What nobody here can be asked to do."""

from django.http import HttpResponseNotAllowed

KNOWN = ["GET", "HEAD", "POST", "OPTIONS"]


class KnownMethodsMiddleware:
    """Refuses PUT, DELETE, TRACE and what else there is by its name, whatever view it would reach: no page writes by
    them, and to answer that a form was out of date, or with the page, would mislead. RFC 9110, 15.5.6."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request) if request.method in KNOWN else HttpResponseNotAllowed(KNOWN)
