"""How long a reader on slow 3G waits for the text of a page, as a ratio to the limit.

    .venv/bin/python benchmarks/slow_line.py

Starts a site of its own as `run.py` does, and opens its pages in Chromium on WebPageTest's "Slow 3G" (400 ms, 400
kbit/s) with nothing cached: once for what the line needs by its round trips and bytes, and the best of ROUNDS for what
this machine's browser takes in all. A ratio above 1.00 is over its limit, and makes the exit status 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from blog.demo.story import PATH  # noqa: E402
from tests.slow_line import READABLE_WITHIN, load, running_site  # noqa: E402
from tests.tooling import CHROMIUM_ARGUMENTS, find  # noqa: E402

PAGES = {"front page": "/", "article": PATH, "section": "/section/world/", "archive": "/archive/"}
ROUNDS = 5


def measures():
    """(what, seconds) of each."""
    with running_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=CHROMIUM_ARGUMENTS)
        for what, path in PAGES.items():
            seen = [load(browser, address + path) for _ in range(ROUNDS)]
            yield f"{what}: by the line, {seen[0].bytes:,} bytes in {seen[0].deep} round trips", seen[0].by_the_line
            yield f"{what}: text painted", min(one.painted for one in seen)
        browser.close()


def main() -> int:
    worst = 0.0
    for what, seconds in measures():
        ratio = seconds / READABLE_WITHIN
        worst = max(worst, ratio)
        print(f"{ratio:5.2f}  {what}: {seconds:.2f} s (limit {READABLE_WITHIN:g})", flush=True)
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
