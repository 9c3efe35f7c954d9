"""Signing in to comment: away with a form's own button, and back to the same form with every word kept.

Read `views` (the addresses), `departure` (what happens on leaving), `kept` (the words meanwhile), `arrival` (every way
of coming back), then `letters` (the way by e-mail).
"""
