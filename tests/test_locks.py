"""The lists of packages: everything pinned with hashes, and no place named to download from."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.workshop

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-test.lock"]
NPM_LOCK = "tests/tools/package-lock.json"


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_list_is_pinned_with_hashes(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())

    assert len(entries) > 20
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9.\-]+==\S+( ; [^\\\n]+)? \\(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+", entry), entry


def test_the_tests_run_with_the_very_packages_of_the_site():
    site, tests = (set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS)

    assert site < tests


@pytest.mark.parametrize("name", [*LOCKS, NPM_LOCK])
def test_a_lock_names_no_place_to_download_from(name):
    text = (ROOT / name).read_text()

    assert "://" not in text
    assert "--find-links" not in text
    assert "index-url" not in text


def test_every_npm_package_is_pinned_with_its_hash():
    packages = json.loads((ROOT / NPM_LOCK).read_text())["packages"]

    assert {"node_modules/axe-core", "node_modules/vnu-jar"} <= set(packages)
    for path, package in packages.items():
        assert path == "" or package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package
