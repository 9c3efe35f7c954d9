"""What a file says of itself: read where photographers and agencies write it, and never trusted."""

import io
import itertools
import struct
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from blog import images
from blog.images import metadata

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" photoshop:Source="AFP">{}</rdf:Description>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

FULL = PACKET.format("""
<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="fr">Un fleuve</rdf:li>
 <rdf:li xml:lang="x-default">A wide river at dusk</rdf:li></rdf:Alt></core:AltTextAccessibility>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">The Niger near Mopti, Mali</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Awa Traoré</rdf:li><rdf:li>Jean Bâ</rdf:li></rdf:Seq></dc:creator>
<photoshop:Credit>Awa Traoré/AFP</photoshop:Credit>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial use only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<photoshop:DateCreated>2013-01-09T17:30:00+00:00</photoshop:DateCreated>""")


def picture(file_format="JPEG", **options):
    file = io.BytesIO()
    Image.new("RGB", (60, 40), (90, 120, 90)).save(file, file_format, **options)
    return file.getvalue()


def with_iptc(*fields, charset=b""):
    """A JPEG with IPTC-IIM datasets of record 2."""
    block = charset + b"".join(struct.pack(">BBBH", 0x1C, 2, dataset, len(value)) + value for dataset, value in fields)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    segment = b"Photoshop 3.0\0" + resource
    data = picture()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def exif(**fields):
    block = Image.Exif()
    tags = {"caption": 0x010E, "artist": 0x013B, "copyright": 0x8298}
    for name, value in fields.items():
        if name == "taken":
            block.get_ifd(0x8769)[0x9003] = value
        else:
            block[tags[name]] = value
    return block


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_xmp_is_read_from_every_format(file_format):
    if file_format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", FULL)
        data = picture("PNG", pnginfo=info)
    else:
        data = picture(file_format, xmp=FULL.encode())
    facts = images.examine(data)
    assert facts.alt == "A wide river at dusk"
    assert facts.caption == "The Niger near Mopti, Mali"
    assert facts.credit == "Awa Traoré/AFP"
    assert facts.source == "AFP"
    assert facts.licence == "Editorial use only"
    assert facts.taken_on == date(2013, 1, 9)


BESIDES = """<photoshop:Headline>Ferry  at Konna</photoshop:Headline><photoshop:City>Konna</photoshop:City>
<photoshop:State>Mopti</photoshop:State><photoshop:Country>Mali</photoshop:Country><core:Location>Konna</core:Location>
<dc:subject><rdf:Bag><rdf:li>ferry</rdf:li><rdf:li>trade &amp; transport</rdf:li></rdf:Bag></dc:subject>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© AFP</rdf:li></rdf:Alt></dc:rights>"""


def test_what_a_file_says_besides_is_read_from_xmp_for_the_desk():
    facts = images.examine(picture(xmp=PACKET.format(BESIDES).encode()))
    assert facts.file_headline == "Ferry at Konna"
    assert facts.file_keywords == "ferry, trade & transport"
    assert facts.file_place == "Konna, Mopti, Mali"
    assert facts.file_rights == facts.licence == "© AFP"


def test_what_a_file_says_besides_is_read_from_iptc_for_the_desk():
    facts = images.examine(
        with_iptc((105, b"Ferry"), (25, b"ferry"), (25, b"trade"), (90, b"Konna"), (101, b"Mali"), (116, b"AFP"))
    )
    assert (facts.file_headline, facts.file_keywords) == ("Ferry", "ferry, trade")
    assert (facts.file_place, facts.file_rights) == ("Konna, Mali", "AFP")


@pytest.mark.parametrize("field", metadata.LONGEST_BESIDES)
def test_what_a_file_says_besides_is_cut_to_its_column(field):
    from blog.models import Image as LibraryImage

    long = "word " * 600
    packet = PACKET.format(BESIDES.replace("Ferry", long).replace("ferry", long).replace("Konna", long)).replace(
        "©", long
    )
    text = getattr(images.examine(picture(xmp=packet.encode())), field)
    assert 100 < len(text) <= metadata.LONGEST_BESIDES[field] == LibraryImage._meta.get_field(field).max_length


def test_several_photographers_without_a_credit_line_are_all_credited():
    creators = "<dc:creator><rdf:Seq><rdf:li>Awa Traoré</rdf:li><rdf:li>Jean Bâ</rdf:li></rdf:Seq></dc:creator>"
    assert images.examine(picture(xmp=PACKET.format(creators).encode())).credit == "Awa Traoré, Jean Bâ"


def test_a_property_inside_another_resource_is_not_taken_for_the_pictures_own():
    history = (
        "<dc:relation><rdf:Description><dc:description>Another picture</dc:description></rdf:Description></dc:relation>"
    )
    assert images.examine(picture(xmp=PACKET.format(history).encode())).caption == ""


def test_iptc_is_read():
    facts = images.examine(
        with_iptc(
            (120, "Le fleuve à Mopti".encode()),
            (110, b"AFP"),
            (115, b"AFP/Getty"),
            (116, b"\xa9 2013 AFP"),
            (55, b"20130109"),
        )
    )
    assert (facts.caption, facts.credit, facts.source) == ("Le fleuve à Mopti", "AFP", "AFP/Getty")
    assert (facts.licence, facts.taken_on) == ("© 2013 AFP", date(2013, 1, 9))


def test_bylines_of_iptc_stand_in_for_a_missing_credit():
    assert images.examine(with_iptc((80, b"Awa"), (80, b"Jean"))).credit == "Awa, Jean"


@pytest.mark.parametrize("length", [b"\x7f\xff", b"\xff\xff", b"\x80\x04"])
def test_iptc_that_lies_about_its_length_is_harmless(length):
    data = with_iptc((120, b"caption")).replace(b"\x1c\x02\x78\x00\x07", b"\x1c\x02\x78" + length)
    assert images.examine(data).caption in ("", "caption")


def test_exif_is_read():
    said = exif(caption="The river at Mopti", artist="Awa", copyright="AFP", taken="2013:01:09 17:30:00")
    facts = images.examine(picture(exif=said))
    assert (facts.caption, facts.credit, facts.licence) == ("The river at Mopti", "Awa", "AFP")
    assert facts.taken_on == date(2013, 1, 9)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_accents_in_exif_are_read_in_whichever_encoding_they_were_written(encoding):
    block = exif(caption="Le fleuve xxxx Mopti").tobytes()
    accents = "àé".encode(encoding)
    facts = images.examine(picture(exif=block.replace(b"xxxx", accents + b" " * (4 - len(accents)))))
    assert facts.caption == "Le fleuve àé Mopti"


def test_xmp_goes_before_exif_field_by_field():
    data = picture(
        xmp=PACKET.format("<photoshop:Credit>AFP</photoshop:Credit>").encode(), exif=exif(caption="A river", artist="x")
    )
    facts = images.examine(data)
    assert (facts.caption, facts.credit) == ("A river", "AFP")


@pytest.mark.parametrize(
    "name", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "DCIM", "Untitled", "KONICA MINOLTA DIGITAL CAMERA"]
)
def test_a_cameras_own_name_is_no_caption(name):
    assert images.examine(picture(exif=exif(caption=name))).caption == ""


@pytest.mark.parametrize("caption", ["A digital camera on a table in Bamako", "SONY DSC found at the scene"])
def test_a_caption_about_cameras_stays(caption):
    assert images.examine(picture(exif=exif(caption=caption))).caption == caption


@pytest.mark.parametrize(
    "written",
    [
        "0000:00:00 00:00:00",
        "2013:13:45 00:00:00",
        "2013",
        "2013-01",
        "1013:01:09",
        "soon",
        "2013:01-09",
        "２０１３:01:09",
    ],
)
def test_a_vague_or_impossible_date_is_none(written):
    assert (
        images.examine(
            picture(xmp=PACKET.format(f"<photoshop:DateCreated>{written}</photoshop:DateCreated>").encode())
        ).taken_on
        is None
    )


def test_a_script_in_the_description_is_plain_words():
    facts = images.examine(
        picture(exif=exif(caption='A river<script src="//evil.example/x.js">steal()</script> at dusk'))
    )
    assert facts.caption == "A river steal() at dusk"


def test_control_and_direction_characters_are_removed_and_joiners_kept():
    family = "\U0001f468\u200d\U0001f469"
    packet = PACKET.format(f"<photoshop:Credit>A\tB\u202eevil\u2066 {family} \ufdd0\ue000</photoshop:Credit>")
    assert images.examine(picture(xmp=packet.encode())).credit == f"A Bevil {family}"
    assert images.examine(picture(exif=exif(caption="A\x07 river\x1b[2J"))).caption == "A river[2J"


def test_every_field_is_cut_to_its_length():
    long = "word " * 600
    packet = PACKET.format(
        f"<dc:description>{long}</dc:description><photoshop:Credit>{long}</photoshop:Credit><dc:rights>{long}</dc:rights>"
        f"<core:AltTextAccessibility>{long}</core:AltTextAccessibility>"
    ).replace('"AFP"', f'"{long}"')
    facts = images.examine(picture(xmp=packet.encode()))
    for field, longest in metadata.LONGEST.items():
        text = getattr(facts, field)
        assert longest - 6 < len(text) <= longest
        assert text.endswith("…")


@pytest.mark.parametrize("field", metadata.LONGEST)
def test_every_field_fits_the_librarys_column(field):
    from blog.models import Image as LibraryImage

    assert metadata.LONGEST[field] <= LibraryImage._meta.get_field(field).max_length


@given(st.text(max_size=300), st.integers(1, 60))
def test_plain_text_is_one_short_line_and_cleaning_it_again_changes_nothing(text, longest):
    cleaned = metadata.plain(text, longest)
    assert len(cleaned) <= longest
    assert cleaned == " ".join(cleaned.split())
    assert cleaned.isprintable() or any(unicodedata.category(c) == "Cf" for c in cleaned)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghij"))
    + "]>"
    + PACKET.format("<dc:description>&j;</dc:description>").split("?>", 1)[1].split("<?xpacket")[0]
)
HOSTILE = {
    "a billion laughs": LAUGHS.encode(),
    "an entity read from a file": (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        + PACKET.format("<dc:description>&a;</dc:description>").split("?>", 1)[1].encode()
    ),
    "a document type of elsewhere": b'<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">' + FULL.split("?>", 1)[1].encode(),
    "a million levels": PACKET.format(
        "<dc:description>" + "<a>" * 10_000 + "</a>" * 10_000 + "</dc:description>"
    ).encode(),
    "megabytes of text": PACKET.format(f"<dc:description>{'x' * 300_000}</dc:description>").encode(),
    "a packet that breaks off": FULL.encode()[:-200],
    "no XML": b"\x00\xff" * 500,
    "another encoding": PACKET.format("<dc:description>x</dc:description>").encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xmp_says_nothing_of_what_it_tried(name):
    fields = metadata.xmp_fields(HOSTILE[name])
    assert not fields


@pytest.mark.parametrize("name", HOSTILE)
def test_a_picture_with_hostile_xmp_is_taken_in_without_its_words(name):
    facts = images.examine(picture("WEBP", xmp=HOSTILE[name]))
    assert (facts.width, facts.height, facts.caption) == (60, 40, "")
