"""Time and memory from a 24-megapixel photograph to all its renditions, each as a ratio to its limit.

    .venv/bin/python benchmarks/renditions.py

Prints one line for each measure; a ratio above 1.00 is over its limit, and makes the exit status 1. Each run is a
process of its own, so that one's peak memory does not hide the next one's.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
import types
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402

WIDTH, HEIGHT = 6000, 4000
ONE_DECODED_PICTURE = WIDTH * HEIGHT * 4  # bytes; Pillow keeps a pixel in four

# What each may take: seconds to take it in (within the author's request of 200 ms, for what cameras make): its facts,
# its fingerprint and the first renditions; seconds to make all others (beside the pages, on one core); and peak memory
# in decoded pictures.
LIMITS = {
    "JPEG": {"take in": 0.2, "make": 8.0, "memory": 1.0},
    "progressive JPEG": {"take in": 1.0, "make": 8.0, "memory": 1.5},
    "PNG": {"take in": 2.0, "make": 10.0, "memory": 1.5},
}
OPTIONS = {
    "JPEG": {"format": "JPEG", "quality": 92},
    "progressive JPEG": {"format": "JPEG", "quality": 92, "progressive": True},
    "PNG": {"format": "PNG", "compress_level": 1},
}


def photograph(kind: str, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The bytes of a drawn landscape under film grain, which is about as hard to encode as a photograph."""
    from blog.images import draw_stand_in

    drawn = Image.open(io.BytesIO(draw_stand_in("A benchmark"))).resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((width, height), 24).convert("RGB")
    file = io.BytesIO()
    Image.blend(drawn, grain, 0.15).save(file, **OPTIONS[kind])
    return file.getvalue()


def peak() -> int:
    """The most memory this process held so far, in bytes."""
    try:  # Linux counts in ru_maxrss what the starting process held, too
        status = Path("/proc/self/status").read_text()
    except FileNotFoundError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def measure(path: str) -> None:
    """Take the file in and make its renditions; print seconds and the growth of peak memory in bytes, as JSON."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import InMemoryStorage

    from blog.images import look_at, make_first_renditions, make_renditions
    from blog.images.likeness import fingerprint

    def taken_in(data: bytes, storage: InMemoryStorage) -> types.SimpleNamespace:
        facts, small = look_at(data)
        fingerprint(small)
        image = types.SimpleNamespace(
            digest=facts.digest,
            width=facts.width,
            height=facts.height,
            focal_x=0.5,
            focal_y=0.5,
            average_color=facts.average_color,
            original=ContentFile(data),
        )
        make_first_renditions(image, small, storage)
        return image

    storage = InMemoryStorage()
    make_renditions(taken_in(photograph("JPEG", 60, 40), storage), storage)  # the encoders are loaded
    data = Path(path).read_bytes()
    before, started = peak(), time.perf_counter()
    image = taken_in(data, storage)
    taken = time.perf_counter()
    made = make_renditions(image, storage)
    finished = time.perf_counter()
    print(
        json.dumps(
            {"take in": taken - started, "make": finished - taken, "memory": peak() - before, "renditions": made}
        )
    )


def main() -> int:
    """Measure each kind of file three times, keep the best times and the worst memory, and print them."""
    import tempfile

    over = False
    with tempfile.TemporaryDirectory() as folder:
        for kind, limits in LIMITS.items():
            path = Path(folder) / "photograph"
            path.write_bytes(photograph(kind))
            runs = [
                json.loads(subprocess.check_output([sys.executable, __file__, str(path)], env=os.environ))
                for _ in range(3)
            ]
            taken = {
                "take in": min(run["take in"] for run in runs),
                "make": min(run["make"] for run in runs),
                "memory": max(run["memory"] for run in runs) / ONE_DECODED_PICTURE,
            }
            print(f"{kind}, {path.stat().st_size / 2**20:.1f} MB, {runs[0]['renditions']} renditions")
            for name, unit in (("take in", "s"), ("make", "s"), ("memory", "decoded pictures")):
                ratio = taken[name] / limits[name]
                over |= ratio > 1
                print(f"  {name:8} {taken[name]:6.2f} {unit:17} {ratio:5.2f} of the limit of {limits[name]:g}")
    return int(over)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if sys.argv[1:]:
        measure(sys.argv[1])
    else:
        sys.exit(main())
