"""Loaded before Django reads its settings: tests get an empty environment and a data directory of their own."""

import atexit
import gc
import os
import shutil
import tempfile

for name in [name for name in os.environ if name.startswith("BYLINE_") or name == "REDIS_URL"]:
    del os.environ[name]
os.environ["BYLINE_DATA"] = tempfile.mkdtemp(prefix="byline-tests-")
os.mkdir(os.path.join(os.environ["BYLINE_DATA"], "static"))
atexit.register(shutil.rmtree, os.environ["BYLINE_DATA"], ignore_errors=True)

# Playwright's event loop runs in the thread of the tests that drive a browser; they use the database as any others do.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Tests make much and keep little: looking for cycles as often as a server does takes a tenth of the time.
gc.set_threshold(100_000, 50, 50)
