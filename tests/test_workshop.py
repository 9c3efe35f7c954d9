"""The workshop's own checks: lint, format, types, and the tools that check pages. Each shows its findings."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import tooling

pytestmark = pytest.mark.workshop

ROOT = Path(__file__).resolve().parent.parent
DJANGO_VERSION = "5.2"
TEMPLATE_FOLDERS = ["templates", "blog", "comments"]

VALID_PAGE = "<!doctype html><html lang=en><head><title>A page</title></head><body><h1>A page</h1></body></html>"
FAULTY_PAGE = VALID_PAGE.replace("</h1>", "</h1><img src=picture.png>")


def must_be_content(*command):
    """Run a checker at the root of the project; whatever it finds is the failure's message."""
    __tracebackhide__ = True
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, f"\n{outcome.stdout}{outcome.stderr}"


def program(name):
    """The path of the program `name` that belongs to the Python running this."""
    return str(Path(sys.executable).with_name(name))


def test_the_code_is_free_of_lint():
    must_be_content(program("ruff"), "check", "--no-cache", "--output-format", "concise", ".")


def test_the_code_is_formatted():
    must_be_content(program("ruff"), "format", "--no-cache", "--diff", ".")


def test_the_templates_are_formatted():
    templates = [
        str(path.relative_to(ROOT)) for folder in TEMPLATE_FOLDERS for path in sorted((ROOT / folder).rglob("*.html"))
    ]

    assert templates
    must_be_content(program("djade"), "--target-version", DJANGO_VERSION, "--check", *templates)


def test_the_types_of_both_apps_hold():
    must_be_content(sys.executable, "-m", "mypy")


@pytest.mark.checker
def test_the_html_checker_names_the_page_with_a_fault_and_no_other():
    found = tooling.vnu_check({"valid": VALID_PAGE, "faulty": FAULTY_PAGE})

    assert len(found) == 1
    assert found[0].startswith("faulty, line 1: ")
    assert "alt" in found[0]


@pytest.mark.checker
def test_the_accessibility_checker_is_there():
    assert "axe.run" in tooling.axe_source()


def test_a_missing_tool_skips_the_test_and_names_the_debian_package(monkeypatch):
    monkeypatch.setattr(tooling, "find", lambda name: None)
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="chromium is missing: apt-get install chromium"):
        tooling.require("chromium")


def test_a_missing_tool_fails_the_test_under_ci(monkeypatch):
    monkeypatch.setattr(tooling, "find", lambda name: None)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="java is missing: apt-get install default-jre-headless"):
        tooling.require("java")
