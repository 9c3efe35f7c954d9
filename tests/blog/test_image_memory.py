"""Pictures are taken in and made within a bound of memory, measured in a process of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
ONE_DECODED_PICTURE = 24_000_000 * 4 / 2**20  # MiB; Pillow keeps a pixel in four bytes

MEASURE = """
import resource, sys, types
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from PIL import Image
from blog.images.intake import examine
from blog.images.making import make_renditions

def make(data):
    facts = examine(data)
    made = types.SimpleNamespace(
        digest=facts.digest, width=facts.width, height=facts.height, focal_x=.5, focal_y=.5, average_color="",
        original=ContentFile(data),
    )
    return make_renditions(made, InMemoryStorage(location="/", base_url="/"))

def peak():
    try:  # Linux counts in ru_maxrss what the starting process held, too
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

with open(sys.argv[2], "rb") as file:  # the encoders' own code and tables are loaded
    make(file.read())
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = peak()
made = make(data)
print(made, peak() - before)
"""


def told(script, *files):
    """What `script` prints in a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", script, *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def measured(picture, tmp_path, file_format, **options):
    """Renditions made, and by how many MiB the process grew at its peak."""
    small, large = tmp_path / "small", tmp_path / "large"
    picture.resize((30, 20)).save(small, file_format)
    picture.save(large, file_format, **options)
    made, growth = told(MEASURE, large, small).split()
    return int(made), float(growth)


@pytest.fixture(scope="module")
def photograph():
    """24 megapixels, and quick to encode: what a decoder holds depends on their number, not on what they show."""
    return Image.linear_gradient("L").convert("RGB").resize((6000, 4000), Image.Resampling.BILINEAR)


@pytest.mark.parametrize(
    ("file_format", "options", "pictures"),
    [
        ("JPEG", {"quality": 90}, 1),
        ("JPEG", {"quality": 90, "progressive": True}, 1.5),  # its coefficients have to be held at once
        ("PNG", {"compress_level": 1}, 1.5),
    ],
    ids=["JPEG", "progressive JPEG", "PNG"],
)
def test_a_photograph_takes_about_the_memory_of_one_decoded_picture(
    photograph, tmp_path, file_format, options, pictures
):
    made, growth = measured(photograph, tmp_path, file_format, **options)
    assert made == 48
    assert growth < pictures * ONE_DECODED_PICTURE


def test_a_webp_at_its_limit_stays_below_what_one_picture_may_take(tmp_path):
    picture = Image.linear_gradient("L").convert("RGB").resize((4800, 3400))
    _made, growth = measured(picture, tmp_path, "WEBP", method=0, quality=50)
    assert growth < 1.25 * 256


def test_a_bomb_costs_next_to_nothing_before_it_is_refused(tmp_path):
    """Twelve thousand pixels a side would decode to 144 MB; a plain drawing of them is 18 KB."""
    file = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(file, "PNG")
    bomb = tmp_path / "bomb"
    bomb.write_bytes(file.getvalue())
    script = MEASURE.split("with open(sys.argv[2]")[0] + (
        "data = open(sys.argv[1], 'rb').read()\nbefore = peak()\n"
        "try:\n    examine(data)\nexcept ValueError as refusal:\n    print(refusal, '|', peak() - before)\n"
    )
    sentence, growth = told(script, bomb).split("|")
    assert "64 megapixels" in sentence
    assert float(growth) < 20
