"""From any accepted file to one kind of picture: upright, in sRGB, on white paper."""

import pytest
from PIL import Image, ImageCms

from blog import images
from blog.images.decoding import decode, upright_size
from tests.pictures import jpeg, png

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (30, 30, 200)


def shown(data, shrink=1):
    return decode(images.open_safely(data), shrink)


def is_about(pixel, color, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, color, strict=True))


def as_a_camera_stores_it(upright, orientation):
    """The bytes of a JPEG that has to be turned by its EXIF orientation (1 to 8) to look like `upright`."""
    t = Image.Transpose
    lay = [t.FLIP_LEFT_RIGHT, t.ROTATE_180, t.FLIP_TOP_BOTTOM, t.TRANSPOSE, t.ROTATE_90, t.TRANSVERSE, t.ROTATE_270]
    stored = upright if orientation == 1 else upright.transpose(lay[orientation - 2])
    exif = Image.Exif()
    exif[0x0112] = orientation
    return jpeg(stored, exif=exif)


def signpost(size):
    """A picture that is red above left, green above right, blue below."""
    width, height = size
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    return picture


def is_the_signpost(picture):
    width, height = picture.size
    return (
        is_about(picture.getpixel((width // 4, height // 4)), RED)
        and is_about(picture.getpixel((3 * width // 4, height // 4)), GREEN)
        and is_about(picture.getpixel((width // 2, 3 * height // 4)), BLUE)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_any_way_gives_an_upright_picture(orientation):
    data = as_a_camera_stores_it(signpost((300, 200)), orientation)
    assert upright_size(images.open_safely(data)) == (300, 200)
    picture = shown(data)
    assert picture.size == (300, 200)
    assert is_the_signpost(picture)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("shrink", [2, 3, 5, 8, 24])
def test_shrinking_while_decoding_keeps_a_picture_upright(orientation, shrink):
    picture = shown(as_a_camera_stores_it(signpost((1203, 805)), orientation), shrink)
    for shown_side, side in zip(picture.size, (1203, 805), strict=True):
        assert side / shrink <= shown_side <= 2 * side / shrink + 1
    assert is_the_signpost(picture)


def test_the_seams_of_strips_are_never_seen():
    """Pictures are converted in strips; a plain one must stay plain at every seam and edge."""
    picture = Image.new("RGBA", (1999, 2503), (*RED, 255))
    assert shown(png(picture), 3).getcolors() == [(667 * 835, RED)]


def transparent(mode):
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 20, 40))
    if mode == "P":
        palette = Image.new("P", (40, 40), 1)
        palette.putpalette([0, 0, 0, 255, 0, 0])
        palette.paste(0, (0, 0, 20, 40))
        return palette, {"transparency": 1}
    if mode == "RGB":
        color = Image.new("RGB", (40, 40), (1, 2, 3))
        color.paste((0, 0, 0), (0, 0, 20, 40))
        return color, {"transparency": (1, 2, 3)}
    return picture.convert(mode), {}


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "RGB"])
def test_what_is_transparent_becomes_white_paper(mode):
    stored, options = transparent(mode)
    picture = shown(png(stored, **options))
    assert picture.mode == "RGB"
    assert picture.getpixel((5, 20)) == (0, 0, 0)
    assert picture.getpixel((34, 20)) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_scaled_not_clipped():
    assert is_about(shown(png(Image.new("I;16", (50, 50), 0x8000))).getpixel((25, 25)), (128, 128, 128), 1)


def test_black_and_white_stay_black_and_white():
    assert shown(png(Image.new("1", (50, 50), 1))).getpixel((25, 25)) == (255, 255, 255)


def test_a_printers_cmyk_picture_comes_out_in_its_colours():
    red, green, blue = shown(jpeg(Image.new("CMYK", (100, 100), (0, 255, 255, 0)))).getpixel((50, 50))
    assert red > 200
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_garbled_colour_profile_is_left_aside(mode):
    with_profile = jpeg(Image.new(mode, (100, 100), 90), icc_profile=b"\xff\x00garbage" * 500)
    assert shown(with_profile).tobytes() == shown(jpeg(Image.new(mode, (100, 100), 90))).tobytes()


def srgb():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_profile_of_another_kind_of_colour_is_left_aside():
    assert is_about(shown(jpeg(Image.new("L", (100, 100), 90), icc_profile=srgb())).getpixel((50, 50)), (90, 90, 90), 2)


def test_a_colour_profile_is_applied_and_then_gone():
    """In this profile the channels stand in another order, so that taking no notice would show the wrong colour."""
    swapped = bytearray(srgb())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    picture = shown(jpeg(Image.new("RGB", (100, 100), RED), icc_profile=bytes(swapped)))
    assert is_about(picture.getpixel((50, 50)), RED[::-1])
    assert picture.info == {}
