"""A stand-in for the services readers sign in with: for the tests and for the demo, never for a real site.

It speaks the services' own protocols on this machine, so that the whole round trip is really made without them:
`people` are those who may be played, `service` is the program that answers, `server` runs it, `detour` leads this
site's traffic to it, and `views` shows its question to a browser in the demo.
"""
