"""No file that readers can fetch says where, when or with which camera a picture was taken; the original says all."""

import io
import re
import struct

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from blog.images import add_to_library, finish, make_renditions
from blog.renditions import first_names, rendition_names

TRACE = b"SECRET"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="SECRET serial"/>'
    "</rdf:RDF></x:xmpmeta>"
)


def exif():
    """A place, two serial numbers, a maker's own note and a thumbnail's worth of description."""
    block = Pillow.Exif()
    block[0x010E], block[0x013B] = "SECRET caption <script>alert(1)</script>", "SECRET artist"
    block.get_ifd(0x8769).update({0xA431: "SECRET body", 0xA435: "SECRET lens", 0x927C: b"SECRET maker's note"})
    block.get_ifd(0x8825).update({1: "N", 2: (16.0, 16.0, 0.0), 3: "W", 4: (0.0, 3.0, 0.0), 29: "SECRET day"})
    return block


def a_jpeg(picture):
    iptc = b"\x1c\x02\x5a\x00\x0bSECRET city\x1c\x02\x78\x00\x0eSECRET caption"
    resources = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    data = saved(picture, "JPEG", exif=exif(), xmp=XMP.encode(), comment=b"SECRET comment")
    segment = b"\xff\xed" + struct.pack(">H", len(resources) + 2) + resources
    return data[:2] + segment + data[2:] + b"PK\x03\x04 SECRET archive"


def a_png(picture):
    info = PngInfo()
    info.add_text("Author", "SECRET author")
    info.add_text("Comment", "SECRET comment " * 20, zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP)
    return saved(picture, "PNG", exif=exif(), pnginfo=info) + b"SECRET behind the end"


def a_webp(picture):
    return saved(picture, "WEBP", exif=exif(), xmp=XMP.encode())


def a_gif(picture):
    return saved(picture, "GIF", comment=b"SECRET comment") + b"SECRET behind the end"


def saved(picture, file_format, **options):
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def segments(jpeg):
    """The markers of a JPEG before its pixels."""
    position, found = 2, []
    while jpeg[position + 1] != 0xDA:
        found.append(jpeg[position + 1])
        position += 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
    return found


def chunks(webp):
    position = 12
    while position < len(webp):
        yield webp[position : position + 4]
        size = int.from_bytes(webp[position + 4 : position + 8], "little")
        position += 8 + size + size % 2


def items(avif):
    """The types of the items an AVIF lists (ISO 14496-12, 8.11.6: version, flags, number, protection, type)."""
    return {avif[found.end() + 8 : found.end() + 12] for found in re.finditer(b"infe", avif)}


# Quantization and Huffman tables, the frame's header, and the JFIF header of 16 bytes.
PLAIN_SEGMENTS = {0xDB, 0xC4, 0xC0, 0xC2, 0xE0}


@pytest.fixture(params=[a_jpeg, a_png, a_webp, a_gif], ids=["JPEG", "PNG", "WebP", "GIF"])
def talkative(request, db, settings, tmp_path):
    """A picture in the library whose file says far too much, all its public files made."""
    settings.MEDIA_ROOT = tmp_path
    picture = Pillow.effect_noise((700, 500), 60).convert("P" if request.param is a_gif else "RGB")
    data = request.param(picture)
    assert TRACE in data
    image = add_to_library(data, by=None, alt="Hills")
    return image, data


def public(names):
    contents = {name: default_storage.open(name).read() for name in names}
    assert contents
    return contents


def test_no_public_file_holds_a_trace(talkative):
    image, _data = talkative
    first = public(name for name, *_crop_and_size in first_names(image))
    finish(image)
    for name, content in {**first, **public(rendition_names(image))}.items():
        for trace in (TRACE, b"Exif", b"http://ns.adobe", b"8BIM", b"<script", b"PK\x03\x04", b"adobe:ns:meta"):
            assert trace not in content, (name, trace)
        picture = Pillow.open(io.BytesIO(content))
        assert not dict(picture.getexif())
        assert not set(picture.info) & {"exif", "xmp", "icc_profile", "comment", "photoshop", "XML:com.adobe.xmp"}


def test_public_files_hold_nothing_but_pixels(talkative):
    image, _data = talkative
    make_renditions(image, only_missing=False)
    for name, content in public(rendition_names(image)).items():
        if name.endswith("jpg"):
            assert set(segments(content)) <= PLAIN_SEGMENTS
            assert content.endswith(b"\xff\xd9")
        elif name.endswith("webp"):
            assert set(chunks(content)) <= {b"VP8 ", b"VP8L"}
        else:
            assert items(content) == {b"av01"}


def test_the_original_is_kept_privately_as_it_came(talkative, client):
    image, data = talkative
    with image.original.open("rb") as file:
        assert file.read() == data
    for address in (f"/media/{image.original.name}", f"/media/r/{image.original.name}", f"/{image.original.name}"):
        assert client.get(address).status_code == 404


def test_what_the_desk_reads_of_a_file_reaches_no_reader(talkative, client, remy, edith):
    from tests import factories

    image, _data = talkative
    image.caption, image.credit = "", ""
    image.file_keywords, image.file_place, image.file_rights = "SECRET keyword", "SECRET place", "SECRET rights"
    image.save()
    post = factories.published_post(by=remy, editor=edith, lead=image, body=f"One.\n\n![](image:{image.pk})")
    for path in (post.get_absolute_url(), "/", "/feed/atom/"):
        assert TRACE not in client.get(path).content
