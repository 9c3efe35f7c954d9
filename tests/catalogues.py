"""The catalogues of words in other languages: found in the code, written to locale/, compiled.

    .venv/bin/python -m tests.catalogues            # brings every catalogue in step with the code, and compiles it
    .venv/bin/python -m tests.catalogues sw         # begins one more, for a language Django knows

Python alone, so that a fresh machine needs no gettext. The words are those of gettext's functions in Python, whatever
name they were imported under, and of Django's tags in templates. docs/languages.md says how to translate.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django
import polib
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
FOLDERS = ("blog", "comments", "config", "templates")

# What each function takes, in the order of its arguments. `_lazy` and `_noop` at the end of a name change nothing.
TAKES = {
    "gettext": ("words",),
    "ngettext": ("words", "plural"),
    "pgettext": ("context", "words"),
    "npgettext": ("context", "words", "plural"),
}
# What templatize makes of a template: calls like these, everything else blotted out.
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:\s*,\s*{LITERAL})*)")

# The desk's own words may stay English: nobody but the newsroom meets them.
DESK = re.compile(
    r"""(blog/(admin|preflight|lockdown)/ | blog/author_letters | blog/models/preflight_rules
    | comments/(desk|rules)/(?!policy|checks) | comments/(admin|moderators)\.py | comments/readers/admin
    | comments/stand_in | comments/templatetags/(desk|moderation)
    | templates/(admin|blog/admin|blog/lockdown|comments/desk)/ | templates/sign_in/stand_in
    | templates/comments/(by_letter_|_held_at_the_desk|moderate) | templates/emails/(to_moderators|story_moved))""",
    re.VERBOSE,
)


class Message(NamedTuple):
    """Words to translate. `plural` is empty where they are not counted, `context` where they can be read in one way."""

    words: str
    plural: str = ""
    context: str = ""


@cache
def messages() -> dict[Message, list[str]]:
    """All words of the code, each with the files it stands in."""
    places = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix == ".py" and "migrations" not in path.parts:
                found = in_python(path.read_text())
            elif folder == "templates" and path.is_file():
                found = in_template(path.read_text(), name)
            else:
                continue
            for message in dict.fromkeys(found):
                places[message].append(name)
    return _counted_once(places)


def readers_messages() -> list[Message]:
    """Those that readers meet, wherever else they stand."""
    return [message for message, names in messages().items() if not all(DESK.match(name) for name in names)]


def in_python(source: str) -> Iterator[Message]:
    """The words that Python source gives to gettext's functions."""
    tree = ast.parse(source)
    functions = {
        alias.asname or alias.name: TAKES[_plain(alias.name)]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if _plain(alias.name) in TAKES
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            yield _message(functions[node.func.id], node.args)


def in_template(source: str, name: str) -> Iterator[Message]:
    """The words that a template marks, and those it gives to filters with _("…")."""
    for function, arguments in CALL.findall(templatize(source, origin=name)):
        takes = TAKES["gettext" if function == "_" else function]
        yield _message(takes, ast.parse(f"f({arguments})", mode="eval").body.args)


def _plain(name: str) -> str:
    return name.removesuffix("_lazy").removesuffix("_noop")


def _message(takes: tuple[str, ...], arguments: list[ast.expr]) -> Message:
    said = {name: ast.literal_eval(argument) for name, argument in zip(takes, arguments, strict=False)}
    return Message(said["words"], said.get("plural", ""), said.get("context", ""))


def _counted_once(places: dict[Message, list[str]]) -> dict[Message, list[str]]:
    """Gettext finds a text by its singular alone: the same words counted in one place and not in another are one."""
    counted = {(message.words, message.context): message for message in places if message.plural}
    merged = defaultdict(list)
    for message, names in places.items():
        merged[counted.get((message.words, message.context), message)] += names
    return merged


def path_of(language: str) -> Path:
    """Where a language's catalogue is; its compiled form stands beside it."""
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    """The locales that have a catalogue."""
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def bring_in_step(language: str) -> polib.POFile:
    """The catalogue with every text of the code. What was translated is kept, what is gone from the code left out, and
    what is new is empty: a guess at it from a text that is nearly the same would be read by readers."""
    path = path_of(language)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {message_of(entry): entry for entry in old}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = old.metadata or _first_metadata(language)
    for message, names in sorted(messages().items(), key=lambda item: (item[1][0], item[0])):
        entry = polib.POEntry(msgid=message.words, msgctxt=message.context or None)
        entry.occurrences = [(name, "") for name in dict.fromkeys(names)]  # line numbers would change for ever
        if "%(" in message.words:
            entry.flags = ["python-format"]
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict.fromkeys(range(forms_in(catalogue)), "")
        if message in kept:
            before = kept[message]
            entry.msgstr, entry.msgstr_plural, entry.tcomment = before.msgstr, before.msgstr_plural, before.tcomment
        catalogue.append(entry)
    return catalogue


def message_of(entry: polib.POEntry) -> Message:
    """What an entry of a catalogue translates."""
    return Message(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def forms_in(catalogue: polib.POFile) -> int:
    """How many forms a counted noun has in its language: 2 in French, 6 in Arabic."""
    return int(re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])[1])


def _first_metadata(language: str) -> dict[str, str]:
    """With the plural forms as Django's own catalogue counts them, so that both are one."""
    theirs = Path(django.__file__).parent / "conf/locale" / to_locale(language) / "LC_MESSAGES/django.po"
    return {
        "Language": to_locale(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": polib.pofile(str(theirs)).metadata["Plural-Forms"],
    }


def write(language: str) -> str:
    """Bring the language's catalogue in step with the code, compile it, and say how complete it is."""
    catalogue, path = bring_in_step(language), path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path), newline="\n")
    path.with_suffix(".mo").write_bytes(catalogue.to_binary())
    wanted = set(readers_messages())
    done = sum(entry.translated() for entry in catalogue if message_of(entry) in wanted)
    return f"{language}: {done} of the {len(wanted)} texts that readers meet; {len(catalogue)} in all"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for each in [*languages(), *sys.argv[1:]]:
        sys.stdout.write(f"{write(each)}\n")
