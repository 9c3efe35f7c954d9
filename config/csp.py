"""Sends the Content-Security-Policy that settings.SECURE_CSP describes.

Django 6 ships this middleware and reads the same setting; this file goes when Byline moves to it.
"""

from django.conf import settings


def policy(directives: dict[str, list[str]]) -> str:
    """One header value from {directive: [source, …]}."""
    return "; ".join(f"{name} {' '.join(sources)}".strip() for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer that does not carry one already."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.header = policy(settings.SECURE_CSP)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        return response
