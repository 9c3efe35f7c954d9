"""What was made for one reader is kept by nobody."""


class PersonalAnswersMiddleware:
    """Forbids everybody, the reader's own browser as well, to store an answer for which a session was read.

    On a shared computer the Back button would otherwise show the one before. Answers that say themselves how they may
    be kept are left alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.session.accessed:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
