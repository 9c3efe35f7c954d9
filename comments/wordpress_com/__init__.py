"""Signing in with a WordPress.com account, for django-allauth, which has no provider for it."""
