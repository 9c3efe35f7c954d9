"""A cheap phone on a slow line: the site as it really runs, and a browser that gets it as slow 3G gives it.

The line is WebPageTest's "Slow 3G". Chromium lets every request wait one round trip for its answer, and sends the bytes
at the line's rate; it counts no name to look up and no connection to open.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import run

ROOT = Path(__file__).resolve().parent.parent
ROUND_TRIP = 0.4  # seconds
RATE = 400_000 / 8  # bytes a second
READABLE_WITHIN = 1.5  # seconds
WIDTH, HEIGHT = 360, 640
PATIENCE = 60  # seconds for the server to start
FILL = """
from tests import factories
by = factories.user("remy")
for number in range(12):
    lead = factories.image(alt=f"Picture {number}") if number % 2 else None
    factories.published_post(by=by, lead=lead, section=factories.section())
"""
# Run before the page's own: what is seen when, and what moves.
WATCH = """
window.seen = {moved: 0, blocking: []};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.seen[entry.name] = entry.startTime;
})).observe({type: "paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  window.seen.moved += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""
TELL = """() => {
  const size = entry => entry.transferSize;
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource").filter(entry => entry.renderBlockingStatus === "blocking");
  return JSON.stringify({
    painted: window.seen["first-contentful-paint"],
    moved: window.seen.moved,
    pictures: [...document.images].filter(image => image.complete && image.naturalWidth).length,
    words: document.querySelector("main").innerText.length,
    bytes: size(page) + files.reduce((sum, file) => sum + size(file), 0),
    deep: 1 + (files.some(file => file.initiatorType === "css") ? 2 : files.length ? 1 : 0),
  });
}"""


@dataclass(frozen=True)
class Seen:
    """How one page came. `painted`: seconds until its text was there; `moved`: what moved after that, in Chromium's
    measure of layout shift; `bytes` of all that it had to wait for, in `deep` round trips one after the other."""

    painted: float
    moved: float
    pictures: int
    words: int
    bytes: int
    deep: int

    @property
    def by_the_line(self) -> float:
        """Seconds that the line alone needs until the text can be there: what no quicker phone makes less."""
        return self.deep * ROUND_TRIP + self.bytes / RATE


@contextmanager
def running_site() -> Iterator[str]:
    """The address of a site of its own, with a dozen stories, served as `run.py` serves it."""
    with tempfile.TemporaryDirectory(prefix="byline-slow-line-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        address = f"http://127.0.0.1:{port}"
        ours = {"BYLINE_DATA": folder, "BYLINE_ORIGIN": address}
        variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours
        manage = [sys.executable, str(ROOT / "manage.py")]
        for command in (["prepare", "--address", address], ["shell", "-c", FILL], ["make_renditions"]):
            subprocess.run([*manage, *command], env=variables, cwd=ROOT, check=True, capture_output=True)
        server = [sys.executable, "-m", "granian", "config.wsgi:application", *run.GRANIAN, "--port", str(port)]
        with subprocess.Popen(server, env=variables, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            try:
                _wait_for(address)
                yield address
            finally:
                process.terminate()


def _wait_for(address: str) -> None:
    """Raises URLError when nobody answers in time."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)


def load(browser, address: str) -> Seen:
    """Open a page with nothing cached, on the slow line, and wait until all of it is there."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, is_mobile=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    rates = {"downloadThroughput": RATE, "uploadThroughput": RATE}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": ROUND_TRIP * 1000, **rates})
    page.goto(address, wait_until="load")
    page.mouse.wheel(0, 4 * HEIGHT)  # what is further down is loaded now, and must not move what is read
    page.wait_for_load_state("networkidle")
    told = json.loads(page.evaluate(TELL))
    context.close()
    return Seen(**{**told, "painted": told["painted"] / 1000})
