"""The picture on the card of a story without one: the headline in any script, and of no story that is not public."""

from io import BytesIO

import pytest
from django.core.files.storage import storages
from PIL import Image, ImageChops

from blog.share_picture import HEIGHT, WIDTH, key_of, path_of
from blog.share_picture.drawing import draw
from blog.share_picture.keeping import forget
from blog.share_picture.lettering import MEASURED_AT, NotPrintable, balanced, lines_of, seen_order, words_of
from tests import factories

NAME = "The Paper"
HEADLINES = {
    "Latin": "Troops clash near Konna as “dozens” flee",
    "Cyrillic": "Войска столкнулись под Конной",
    "Arabic": "الجيش المالي يشتبك مع المتمردين قرب كونا",
    "Hebrew": "צבא מאלי מתעמת עם מורדים",
    "Chinese": "马里军队在科纳附近与叛军激战，数十人死亡",
    "Japanese": "マリ軍、コンナ近郊で反政府勢力と衝突",
    "Korean": "말리군, 콘나 인근에서 반군과 충돌",
    "Devanagari": "कोन्ना के पास सेना और विद्रोहियों में झड़प",
    "Thai": "กองทัพมาลีปะทะกบฏใกล้เมืองคอนนา",
    "Amharic": "የማሊ ወታደሮች በኮና አቅራቢያ ተጋጩ",
}


def opened(data):
    picture = Image.open(BytesIO(data))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    return picture.convert("RGB")


def seen(headline, section="", name=NAME):
    """Where there is anything but what stands on every picture: the box of the headline and the section."""
    return ImageChops.difference(opened(draw(headline, section, name)), opened(draw("\u2060", "", " "))).getbbox()


@pytest.mark.parametrize("script", HEADLINES)
def test_a_headline_is_drawn_in_any_script_and_inside_the_margins(script):
    left, top, right, bottom = seen(HEADLINES[script], name=" ")
    assert left >= 50
    assert right <= WIDTH - 50
    assert top >= 130
    assert bottom < HEIGHT - 14
    assert right - left > WIDTH / 3


@pytest.mark.parametrize("script", HEADLINES)
def test_no_letter_of_it_is_a_box(script):
    """Each letter looks otherwise than that of another script; boxes would all look the same."""
    pieces = [piece for word in words_of(HEADLINES[script]) for piece in word.pieces]
    assert "".join(piece.text for piece in pieces) == "".join(HEADLINES[script].split())
    other = draw("".join(reversed(HEADLINES[script])), "", NAME)
    assert draw(HEADLINES[script], "", NAME) != other


def test_a_letter_without_a_font_leaves_the_section_in_place_of_the_headline():
    mongolian = "ᠮᠣᠩᠭᠣᠯ"
    with pytest.raises(NotPrintable):
        words_of(mongolian)
    assert draw(mongolian, "World", NAME) == draw("", "World", NAME) != draw("", "", NAME)
    assert draw(mongolian, "", NAME) == draw("", "", NAME)


def test_signs_that_are_no_letters_are_left_out():
    assert draw("Rebels 🚨 leave 👩‍👩‍👧 Konna ❤️", "", NAME) == draw("Rebels leave Konna", "", NAME)


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "word " * 2_000, "字" * 10_000, "\x00\n\t\ud800", "‮‮(((", "e" + "\u0301" * 900]
)
def test_whatever_the_words_there_is_a_picture_of_a_modest_size(words):
    assert len(draw(words, words, words)) < 100_000


def test_a_text_of_arabic_keeps_the_order_of_the_latin_words_in_it():
    words = words_of("قال New York 2 إن السلام")
    order = seen_order(words, "rtl")
    assert [words[place].pieces[0].text for place in order] == ["السلام", "إن", "New", "York", "2", "قال"]
    assert seen_order(words_of("Mali and Konna"), "ltr") == [0, 1, 2]


def test_lines_are_of_nearly_the_same_length_and_no_more_than_needed():
    words = words_of("Troops clash near Konna as dozens flee to the north and south")
    width = MEASURED_AT * 12
    filled, even = lines_of(words, width), balanced(words, width)
    lengths = [[sum(word.width for word in line) for line in lines] for lines in (filled, even)]
    assert len(filled) == len(even)
    assert max(lengths[1]) - min(lengths[1]) < max(lengths[0]) - min(lengths[0])
    assert max(lengths[1]) <= width


@pytest.mark.parametrize("text", ["“数十人”死亡，", "と「数十人」だ。"])
def test_no_line_of_chinese_or_japanese_begins_with_what_ends_a_sentence(text):
    starts = [word.pieces[0].text[0] for word in words_of(text)]
    assert not set(starts) & set("，。」”")


# ── At its address ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def story(remy):
    post = factories.published_post(by=remy, headline="Troops clash", section=factories.section())
    forget(post)  # an earlier test's story may have had its key
    return post


def test_it_is_on_the_card_of_a_story_without_a_picture(client, story, settings):
    html = client.get(story.path).content.decode()
    path = path_of(story, settings.NEWSROOM_NAME)
    assert f'property="og:image" content="{settings.SITE_ADDRESS}{path}"' in html
    assert 'property="og:image:width" content="1200"' in html
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    opened(answer.content)


def test_it_is_drawn_once_and_its_name_follows_from_what_is_seen(client, story, settings, monkeypatch):
    drawn = []
    monkeypatch.setattr("blog.share_picture.keeping.draw", lambda *words: drawn.append(words) or b"png")
    for _ in range(3):
        assert client.get(path_of(story, settings.NEWSROOM_NAME)).content == b"png"
    assert drawn == [("Troops clash", "World", settings.NEWSROOM_NAME)]
    names = {key_of(story, settings.NEWSROOM_NAME), key_of(story, "Another Paper")}
    story.headline = "Troops clash again"
    assert len(names | {key_of(story, settings.NEWSROOM_NAME)}) == 3


def test_under_an_earlier_name_it_is_the_one_of_today_for_a_moment(client, story):
    answer = client.get(f"{story.path}share-picture/0123.png")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")


def test_there_is_none_of_a_story_that_is_withdrawn_and_no_file_is_left(client, story, edith, settings):
    path, folder = path_of(story, settings.NEWSROOM_NAME), f"share/{story.pk}"
    client.get(path)
    assert len(storages["originals"].listdir(folder)[1]) == 1
    story.retract(by=edith)
    assert storages["originals"].listdir(folder)[1] == []
    assert client.get(path).status_code == 404
    assert not storages["originals"].listdir(folder)[1]
    forget(story)
