"""The demonstration's pages that are no story. What they say is true of the software as it comes."""

from __future__ import annotations

from blog.models import FlatPage, Policy

PAGES = [
    FlatPage(
        title="About",
        path="/about/",
        footer_position=1,
        body="""\
This is the demonstration of a newsroom’s own site. It has one story, taken over from an old blog to show how wire copy
is pasted, cleaned, reviewed and published, and a conversation under it.

## Who writes here

Every story names those who wrote it, and leads to all they have written. [The newest stories](/) stand on the front
page; older ones are in the [archive](/archive/), by date, and the [search](/search/) looks through all of them.

## How to follow

There is a [feed](/feed/) of everything, and one of each section, tag and author. Nothing of it asks who you are.

*An editor changes this page at the desk, under “Pages”.*
""",
    ),
    FlatPage(
        title="Corrections policy",
        path="/corrections-policy/",
        footer_position=2,
        policy=Policy.CORRECTIONS,
        body="""\
What we get wrong we put right where it stands, and say so.

- A story that said something wrong bears a dated note of what it said, and what is right. The note cannot be deleted.
- Each note has a page that shows the change word by word, and all of them are listed under
  [Corrections](/corrections/), which can be [followed by feed](/corrections/feed/).
- A slip of the keys is mended without a note. Anything that may change the meaning is not.
- A story that we take back for good leaves a notice at its address.

Under every story stands “Report an error”. You need no account for it. What you write is read by the newsroom alone,
and your name is mentioned only if you agree.
""",
    ),
    FlatPage(
        title="Privacy",
        path="/privacy/",
        footer_position=3,
        body="""\
You can read everything here without telling us anything.

- Reading sets no cookie and needs no script.
- No page fetches anything from anybody else: no fonts, no counters, no advertisements. Films and posts of other sites
  are links until you follow one.
- How often a story is read is counted without names, cookies or addresses.

## When you write a comment

We keep what you type, with the address of your network against abuse. Your e-mail address is never shown. Cookies are
set only then: one that keeps your name for the next time, if you ask for it, and one that keeps you signed in, if you
sign in. Letters about new comments come only after you have confirmed that you want them, and each has a link that ends
them.
""",
    ),
]


def seed_pages() -> None:
    """The pages, where none is at their addresses. Whatever an editor did to them since is left alone."""
    known = set(FlatPage.objects.values_list("path", flat=True))
    for page in PAGES:
        if page.path not in known:
            FlatPage.objects.create(
                title=page.title,
                path=page.path,
                footer_position=page.footer_position,
                policy=page.policy,
                body=page.body,
                is_published=True,
            )
