"""Work that is done again and again beside the pages: what the tables say is due, whoever or whatever forgot it.

Each app lists its own in a module `sweeps`. In the embedded default they run in threads of the web process, which
config/wsgi.py starts. Several processes may do so: a sweep must bear another one beside it.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.util import Finalize

from django.db import close_old_connections
from django.utils.module_loading import autodiscover_modules

TIME_TO_FINISH = 4  # seconds at the end of the process; run.py's server waits five
JITTER = 0.2  # part of the interval, so that several processes do not all knock at the same moment

log = logging.getLogger(__name__)
stopping = threading.Event()  # set when the process is about to end: long work looks at it between two steps


@dataclass(frozen=True)
class Sweep:
    """`work` is called every `every` seconds. Each sweep has its own thread: a slow one holds up no other."""

    name: str
    every: float
    work: Callable[[], object]

    def run(self) -> None:
        """Do the work once. What goes wrong is logged, and tried again the next time."""
        close_old_connections()
        try:
            self.work()
        except Exception:
            log.exception("The sweep “%s” failed.", self.name)
        finally:
            close_old_connections()


SWEEPS: list[Sweep] = []


def sweep(name: str, *, every: float, work: Callable[[], object]) -> None:
    """Enlist `work`, to be done every `every` seconds."""
    SWEEPS.append(Sweep(name, every, work))


def start() -> list[threading.Thread]:
    """Begin all sweeps; the threads. They end with the process, when what they are at is done or takes too long."""
    autodiscover_modules("sweeps")
    threads = [threading.Thread(target=_repeat, args=(each,), name=each.name, daemon=True) for each in SWEEPS]
    for thread in threads:
        thread.start()
    # Not atexit: a server's forked workers end without it, but not without what multiprocessing has to finalise, which
    # other processes do as well.
    Finalize(None, stop, args=[threads], exitpriority=0)
    return threads


def stop(threads: list[threading.Thread]) -> None:
    """Ask all sweeps to end, and wait for them as long as there is time."""
    stopping.set()
    end = time.monotonic() + TIME_TO_FINISH
    for thread in threads:
        thread.join(max(0, end - time.monotonic()))


def _repeat(each: Sweep) -> None:
    pause = random.uniform(0, each.every)  # noqa: S311  (no secret)
    while not stopping.wait(pause):
        each.run()
        pause = each.every * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311
