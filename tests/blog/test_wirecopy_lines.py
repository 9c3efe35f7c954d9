"""Which lines of pasted copy the cleaner joins, and which it leaves, because in Markdown they mean something."""

import re

import markdown
import pytest

from blog.wirecopy import clean


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("one\ntwo\nthree", "one two three"),
        ("one \n two", "one two"),
        ("one\n\ntwo\n\n\nthree\n", "one\n\ntwo\n\n\nthree\n"),
        ("one\r\ntwo\r\rthree", "one two\n\nthree"),
        ("\n\none\ntwo\n\n", "\n\none two\n\n"),
        ("government-\ncontrolled", "government-controlled"),
        ("the war—\nhe said", "the war—he said"),
        ("exam\u00ad\nple", "exam\u00adple"),
        ("the north —\nAnsar Dine", "the north — Ansar Dine"),
        ("Konna,\nwhich", "Konna, which"),
        ("on December\n20. But no", "on December 20. But no"),
        ("北京\n上海", "北京上海"),
        ("no-break\u00a0\nspace", "no-break\u00a0space"),
        ("left\u200e\u200b\nright\u2028line", "left\u200e\u200b right\u2028line"),
        ("two\nlines  \nthen a hard\nbreak", "two lines  \nthen a hard break"),
        ("a backslash\\\nbreaks", "a backslash\\\nbreaks"),
        ("<https://example.com/>\nis a link", "<https://example.com/> is a link"),
        ("the end\n- first\n- second\nmore", "the end\n- first\n- second\nmore"),
        (
            'prose\nlines\n```\na,b\n"c"\n\nd,e\n```\nprose\nlines',
            'prose lines\n```\na,b\n"c"\n\nd,e\n```\nprose lines',
        ),
        ("~~~\na,b\n```\n~~~~\nKonna,which", "~~~\na,b\n```\n~~~~\nKonna, which"),
        ('a\nb\n[1]: https://example.com/ "it\'s"\nc\nd', 'a b\n[1]: https://example.com/ "it\'s"\nc d'),
        ("<b>one</b>\n<i>two</i>\nthree", "<b>one</b> <i>two</i> three"),
        ("# One\ntwo\nthree\n## Four\nfive", "# One\ntwo three\n## Four\nfive"),
        ("one\ntwo\n***\nthree", "one two\n***\nthree"),
    ],
)
def test_lines_are_joined_where_they_are_one_paragraph(wrapped, joined):
    assert clean(wrapped) == joined


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n  more\n\n* one\n+ two",
        "1. one\n2. two\n\n7) seven\n8) eight",
        "> quoted\n> lines\nlazy",
        '| a | b |\n|---|:-:|\n| c,d | "e" |\n| f | it\'s |',
        "Title\n=====\nText\n\nTitle\n---",
        '    indented,code\n    "more"\n\n\ttabbed,code',
        "```python\nx = \"a,b\"\n\n\ny = 'c'\n```",
        '> ```\n> x = "a,b"\n> ```',
        '```\nnever,closed\n\n"at all"',
        '<div class="a">\nKonna,which\n</div>',
        "Konna,which\n<table>\n<tr>",
        '<pre>\na,b\n\n"c"\n</pre>',
        "<!-- it's\n\na,b -->",
        "[^1]: A note\nof two lines",
        "[konna]: https://example.com/Konna,Mali 'it is'",
        "*[AFP]: Agence,France",
        "20.\nBut",
        "*\n*\n*",
        "_\n_\n_",
    ],
)
def test_lines_that_mean_something_stay(text):
    assert clean(text) == text


def test_markdown_keeps_its_elements():
    text = (
        '# It\'s a "headline"\n\nOne,two\nthree **bold,and\nmore** [a link](https://example.com/a,b "title")\n'
        "and `code,here`.\n\n"
        "- item,one\n- item two\n\n1. first\n2. second\n\n> quoted\n> text\n\n| a | b |\n|---|---|\n| c | d |\n\n"
        '```\ncode\n\ncode\n```\n\nText[^1]  \nbroken.\n\n[^1]: Note\n\n![alt](a.jpg "caption")\n{: .wide }\n\n'
        "Title\n-----\n\n***\n"
    )

    def elements(source: str) -> list[str]:
        extensions = ["tables", "footnotes", "attr_list", "fenced_code", "sane_lists"]
        return re.findall(r"<[^>]+>", markdown.markdown(source, extensions=extensions))

    assert elements(clean(text)) == elements(text)
    assert clean(text) != text
