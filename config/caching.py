"""What may be kept of an answer that does not say so itself."""

from django.middleware.http import ConditionalGetMiddleware


class AskAgainMiddleware:
    """Lets browsers and caches keep an answer, and asks them to look each time whether it still holds.

    It mostly does, and is then answered with 304 by its ETag. Without a word some would guess for how long, and show
    for hours a story that was corrected or withdrawn. https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


class ConditionalMiddleware(ConditionalGetMiddleware):
    """Django's own, for HEAD as well: a view makes the same page for it, which the server does not send."""

    def process_response(self, request, response):
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        try:
            return super().process_response(request, response)
        finally:
            request.method = method
