"""What the tests of signing in share."""

from tests.comments.sign_in_fixtures import stand_in, traveller

__all__ = ["stand_in", "traveller"]
