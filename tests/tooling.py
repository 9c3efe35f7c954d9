"""The programs some tests need besides Python: a browser, Java, the page checkers from npm, PostgreSQL.

`require("chromium")` gives the path of one. Where it is missing the test is skipped, saying which Debian package to
install; under CI=true it fails instead, because there every tool has been installed on purpose.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

TOOLS = Path(__file__).resolve().parent / "tools"
PACKAGES = TOOLS / "node_modules"
INSTALLED = PACKAGES / "installed"  # written last: holds the hash of the lock file that was installed
CHECKER_SECONDS = 120

# As root Chromium refuses its sandbox; the others keep it from calling home at every start.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Tool(NamedTuple):
    """A program a test needs: the commands or files that are it (the first one found counts), and who brings it."""

    places: tuple[str, ...]
    debian_package: str


TOOLBOX = {
    "chromium": Tool(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "java": Tool(("java",), "default-jre-headless"),
    "npm": Tool(("npm",), "npm"),
    "vnu-jar": Tool((str(PACKAGES / "vnu-jar/build/dist/vnu.jar"),), "npm"),
    "axe-core": Tool((str(PACKAGES / "axe-core/axe.min.js"),), "npm"),
    "postgresql": Tool(("pg_ctl", "/usr/lib/postgresql/*/bin/pg_ctl"), "postgresql"),
}


def require(name: str) -> str:
    """The path of the tool `name`, one of TOOLBOX. If it is missing, the running test is skipped, or fails under CI."""
    path = find(name)
    if path is not None:
        return path
    import pytest  # installing the page checkers, below, does without

    words = f"{name} is missing: apt-get install {TOOLBOX[name].debian_package}, then python3 run.py test"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


def find(name: str) -> str | None:
    """The path of the tool `name`, or None. Of several versions the newest."""
    for place in TOOLBOX[name].places:
        if not os.path.isabs(place):
            found = shutil.which(place)
        else:
            found = max(map(str, Path("/").glob(place.lstrip("/"))), default=None)
        if found:
            return found
    return None


def vnu_check(html_by_name: dict[str, str]) -> list[str]:
    """What the Nu HTML checker finds wrong: a line for each error and warning, none when the pages are valid.

    Takes whole pages by a name to report them under, and checks all in one run, since starting Java takes longest.
    Raises RuntimeError when the checker itself fails.
    """
    java, jar = require("java"), require("vnu-jar")
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, html) in enumerate(html_by_name.items()):
            path = Path(folder, f"page{number}.html")
            path.write_text(html, encoding="utf-8")
            names[path.as_uri()] = name
        command = [java, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]
        outcome = subprocess.run(command, capture_output=True, text=True, timeout=CHECKER_SECONDS, check=False)
    if outcome.returncode != 0:
        raise RuntimeError(f"The HTML checker failed: {outcome.stderr or outcome.stdout}")
    messages = json.loads(outcome.stdout)["messages"]
    return [
        f"{names[as_uri(found['url'])]}, line {found.get('lastLine')}: {found['message']} {found.get('extract', '')}"
        for found in messages
        if found["type"] != "info" or found.get("subType") == "warning"
    ]


def as_uri(address: str) -> str:
    """The checker writes file:/folder/page where the standard has file:///folder/page."""
    return address if address.startswith("file:///") else address.replace("file:/", "file:///", 1)


def axe_source() -> str:
    """The source text of axe-core, to be run inside a page (through the debugging protocol, which no CSP forbids)."""
    return Path(require("axe-core")).read_text(encoding="utf-8")


def install_page_checkers() -> None:
    """Install what tests/tools/package-lock.json pins, unless it is there already or npm is not."""
    npm, mark = find("npm"), hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    if npm is None or (INSTALLED.exists() and INSTALLED.read_text() == mark):
        return
    outcome = subprocess.run([npm, "ci", "--ignore-scripts"], cwd=TOOLS, capture_output=True, text=True, check=False)
    if outcome.returncode == 0:
        INSTALLED.write_text(mark)
    else:
        print(f"{outcome.stdout}{outcome.stderr}\nnpm could not install the page checkers.")  # noqa: T201


if __name__ == "__main__":
    install_page_checkers()
