"""The shape of the code, kept true by the tests that describe it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    path
    for app in ("blog", "comments", "config")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
]
OURS = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"), ROOT / "run.py"]
OURS = [path for path in OURS if "node_modules" not in path.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.*"))
STYLESHEETS = [path for path in (ROOT / "static").rglob("*.css") if "vendor" not in path.parts]

# Lower may not import higher. A module of the blog that is not named here is an edge: free to import all below.
FLOORS = [
    [
        *"colours file_sizes lengths markup merging paragraphs photo_links plain_text share_links".split(),
        *"snapshots substance figures embeds linkcards pullquotes renditions signals source_page sweeper".split(),
        *"tones wirecopy".split(),
    ],
    ["models"],
    [
        "images",
        "search",
        "seo",
        "share_picture",
        "baking",
        "wordpress",
        "pages",
        "letters",
        "oembed",
        "preflight",
        "smtp",
        "stylesheet",
    ],
]
COMMENTS_OR_SIGN_IN = {"comments", "django_comments", "django_comments_xtd", "allauth"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path):
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem
            yield from (f"{stem}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def floor_of(name: str) -> int | None:
    """The floor of a module of the blog; None for any other, and for the package itself."""
    if not name.startswith("blog."):
        return None
    for height, modules in enumerate(FLOORS):
        if name.split(".")[1] in modules:
            return height
    return len(FLOORS)


@pytest.mark.workshop
@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_the_blog_does_not_know_that_comments_exist(path):
    if name_of(path).startswith("blog"):
        assert not [m for m in imported_modules(path) if m.split(".")[0] in COMMENTS_OR_SIGN_IN]


@pytest.mark.workshop
@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_point_down(path):
    here = floor_of(name_of(path))
    if here is not None:
        assert not [m for m in imported_modules(path) if (floor_of(m) or 0) > here]


@pytest.mark.workshop
def test_every_floor_is_built():
    """A module that is renamed must not slip off its floor."""
    built = {name.split(".")[1] for name in map(name_of, SOURCES) if name.startswith("blog.")}
    to_come = {"baking", "wordpress"}
    assert {module for floor in FLOORS for module in floor} - to_come <= built


@pytest.mark.workshop
def test_only_markup_declares_html_safe():
    said_safe = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\b|\bsafestring\.")
    assert [name_of(path) for path in SOURCES if said_safe.search(path.read_text())] == ["blog.markup"]


@pytest.mark.workshop
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_declares_html_safe_or_carries_script_or_style(path):
    text = path.read_text()
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", text)


@pytest.mark.workshop
def test_files_stay_readable_in_one_sitting():
    lines = {path: len(path.read_text().splitlines()) for path in [*OURS, *TEMPLATES, *STYLESHEETS]}
    assert not {str(path.relative_to(ROOT)): n for path, n in lines.items() if n > budget(path)}


def budget(path: Path) -> int:
    """The most lines a file may have, from the house plan."""
    if path.suffix == ".css":
        return 200
    if path in TEMPLATES:
        return 60
    return 150 if "models" in path.parts else 300


@pytest.mark.workshop
def test_views_stay_short():
    for path in SOURCES:
        if path.stem.startswith("views") or "views" in path.parts:
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef):
                    length = node.end_lineno - node.lineno + 1
                    assert length <= 15, f"{name_of(path)}.{node.name} has {length} lines"
