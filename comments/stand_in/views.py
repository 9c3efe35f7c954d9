"""Shows the stand-in's question at an address of the site itself, so that any browser that sees the demo can answer."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from comments.stand_in.service import ASKING, StandIn


@csrf_exempt  # it stands for another site, which knows no token of ours
def ask(request, rest):
    """One of the four questions; nothing else of the stand-in is open to browsers."""
    if not settings.STAND_IN_SIGN_IN or not ASKING.fullmatch(f"/{rest}"):
        raise Http404("No service is stood in for here.")
    said: dict[str, Any] = {}

    def start_response(status, headers):
        said.update(status=int(status.split()[0]), headers=dict(headers))

    body = b"".join(StandIn()({**request.environ, "PATH_INFO": f"/{rest}"}, start_response))
    return HttpResponse(body, **said)
