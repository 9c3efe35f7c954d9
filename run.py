#!/usr/bin/env python3
"""Byline's two commands: `python3 run.py` starts the site, `python3 run.py test` runs its tests.

Standard library only. It makes the environment `.venv` beside itself from the hash-locked lists, then hands over. Kept
readable for old Pythons, so that they are refused with a sentence instead of a syntax error.
"""

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OLDEST_PYTHON = (3, 11)
MOST_WORKERS = 64  # more is a slip of the keys
GRANIAN = ["--interface", "wsgi", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
GRANIAN += ["--blocking-threads", "2", "--workers-kill-timeout", "5"]  # more threads than cores are slower

HELP = """\
python3 run.py [--port N] [--host ADDRESS]   start the site and print its addresses; the first time, install it
python3 run.py test [PYTEST ARGUMENTS]       install what the tests need and run them
python3 run.py COMMAND [ARGUMENTS]           run a command of manage.py, such as: createsuperuser, check --deploy
python3 run.py help                          list those commands

  --port N         the port to listen on (default 8000)
  --host ADDRESS   the address to listen on (default 127.0.0.1: this machine alone)

Read from the environment (README.md lists the rest):
  BYLINE_DATA      the folder of the database, the pictures and the saved pages (default: var/ beside run.py)
  BYLINE_ORIGIN    the address readers type (default http://127.0.0.1:PORT)
  BYLINE_WORKERS   how many processes serve pages (default 1)
"""


class Refusal(Exception):
    """Something a person must change before this can go on. Its text is the whole message, remedy included."""


def main(arguments):
    """Do what `arguments` (a list of str) ask for and return the exit code. Raises Refusal when it cannot be done."""
    refuse_old_python(sys.version_info)
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    if not arguments or arguments[0].startswith("-"):
        return serve(parse_options(arguments))
    ensure_environment()
    return hand_over([str(PYTHON), str(HERE / "manage.py"), *arguments], environment())


def refuse_old_python(version):
    """Raise Refusal when `version` (major, minor, …) is older than the site can run on."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise Refusal(
            "Byline needs Python {}.{} or newer; this is Python {}.{}. Install a newer one and start this with it, "
            "for example: python3.11 run.py".format(*OLDEST_PYTHON, *version[:2])
        )


def parse_options(arguments):
    """The options of `python3 run.py` as an object with `port` and `host`. Raises Refusal for bad ones."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.format_help = lambda: HELP
    parser.error = refuse_options
    parser.add_argument("-h", "--help", action="help")
    parser.add_argument("--port", type=lambda text: whole_number(text, "--port", 65535), default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    return parser.parse_args(arguments)


def refuse_options(message):
    """Raise Refusal for options with which, as `message` says, something is wrong."""
    raise Refusal(f"{message}. See: python3 run.py --help")


def whole_number(text, name, most):
    """The number from 1 to `most` that `text` holds. Raises Refusal, which calls it `name`, for anything else."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    raise Refusal(f"{name} must be a whole number from 1 to {most}; it is {text!r}.")


def serve(options):
    """Make the site ready and serve it until Ctrl-C. Returns the server's exit code (on POSIX it never returns)."""
    host = address_to_listen_on(options.host, options.port)
    workers = whole_number(os.environ.get("BYLINE_WORKERS") or "1", "BYLINE_WORKERS", MOST_WORKERS)
    variables = environment()
    variables["BYLINE_ORIGIN"] = variables.get("BYLINE_ORIGIN") or local_origin(options.host, options.port)
    data = Path(variables["BYLINE_DATA"])
    refuse_unwritable_data(data)
    ensure_environment()
    with locked(data / "starting.lock", "Another start is preparing the same site; waiting for it …"):
        prepare = [str(PYTHON), str(HERE / "manage.py"), "prepare", "--address", variables["BYLINE_ORIGIN"]]
        ready = run_child(prepare, variables)
    if ready != 0:
        raise Refusal("The site could not be made ready; the reason stands above.")
    address_to_listen_on(options.host, options.port)  # another start may have taken the port meanwhile
    command = [str(PYTHON), "-m", "granian", "config.wsgi:application", *GRANIAN]
    command += ["--host", host, "--port", str(options.port), "--workers", str(workers)]
    os.chdir(str(HERE))
    return hand_over(command, variables)


def environment():
    """The environment's variables for a child: a copy, with BYLINE_DATA made absolute."""
    data = os.environ.get("BYLINE_DATA", "").strip()
    return {**os.environ, "BYLINE_DATA": str(Path(data).expanduser().resolve() if data else HERE / "var")}


def local_origin(host, port):
    """The address under which a browser on this machine finds a server that listens on `host` and `port`."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (only compared)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def address_to_listen_on(host, port):
    """The numeric address of `host`. Raises Refusal when nothing could listen there on `port` now."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # or a server stopped a minute ago would still seem to be there
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
        return address[0]
    except (OSError, UnicodeError) as error:  # UnicodeError: no host can have such a name
        reason = getattr(error, "errno", None)
        if reason == errno.EADDRINUSE:
            another = f"python3 run.py --port {port + 1 if port < 65535 else 8001}"
            raise Refusal(f"Port {port} is in use. Choose another one, for example: {another}") from None
        if reason == errno.EACCES:
            raise Refusal(f"This account may not listen on port {port}. Choose one above 1023 with --port.") from None
        why = getattr(error, "strerror", None) or error
        raise Refusal(f"Cannot listen on {host!r}: {why}. Choose another address with --host.") from None


def refuse_unwritable_data(folder):
    """Make the data `folder` (a Path) if need be. Raises Refusal when nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=str(folder)).close()
    except OSError as error:
        raise Refusal(
            f"Cannot write in {folder} ({error.strerror}), where the site keeps its data. Give this account write "
            "access to it, or choose another folder, for example: BYLINE_DATA=~/byline python3 run.py"
        ) from None


def ensure_environment(lock_name="requirements.lock"):
    """Make `.venv` hold exactly what the list `lock_name` pins, unless it does already. Raises Refusal if it cannot."""
    lock = HERE / lock_name
    if is_installed(lock):
        return
    try:
        with locked(HERE / ".venv.lock", "Another start is installing the packages; waiting for it …"):
            if not is_installed(lock):
                install(lock)
    except OSError as error:
        raise Refusal(
            f"Cannot write in {HERE} ({error.strerror}), where the environment .venv belongs. Give this account write "
            "access to that folder, or copy the project to a folder of your own and start it there."
        ) from None


def is_installed(lock):
    """Whether an earlier run finished installing the list `lock` for this version of Python."""
    try:
        return PYTHON.exists() and stamp_of(lock).read_text() == hash_of(lock)
    except OSError:
        return False


def stamp_of(lock):
    """The file that holds the hash of the list `lock` once that is installed: written last, removed first."""
    return VENV / f"{lock.name}.{sys.implementation.cache_tag}.installed"


def hash_of(lock):
    """The SHA-256 of the list `lock`, in hexadecimal."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def install(lock):
    """Install the list `lock` into `.venv`, making that anew unless a finished one for this Python is there."""
    usable = PYTHON.exists() and stamp_of(HERE / "requirements.lock").exists()
    if VENV.exists() and not usable:
        print("The environment .venv is unfinished or belongs to another Python: making it anew.", flush=True)
    print(f"Installing the packages of {lock.name} into .venv (this takes up to a minute) …", flush=True)
    if not usable:
        make_environment()
    stamp_of(lock).unlink(missing_ok=True)
    command = [*pip(), "install", "-qq", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    # Where packages come from is the person's own business; that they go into .venv is ours.
    variables = {**os.environ, "PIP_USER": "0", "PIP_ROOT_USER_ACTION": "ignore", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    if run_child(command, variables) != 0:
        raise Refusal("The packages could not be installed; pip says why above. Mend that and start this again.")
    stamp_of(lock).write_text(hash_of(lock))


def make_environment():
    """Make an empty `.venv`, whatever was there before. Raises Refusal where Python lacks the means for it."""
    if not has("venv") or not (has("ensurepip") or has("pip")):
        raise Refusal("This Python cannot install packages. On Debian: apt-get install python3-venv (or python3-pip)")
    import venv

    for stamp in VENV.glob("*.installed"):
        stamp.unlink()
    try:
        venv.create(str(VENV), clear=True, symlinks=os.name != "nt", with_pip=has("ensurepip"))
    except (ValueError, subprocess.CalledProcessError) as error:
        raise Refusal(f"Python could not make the environment .venv: {error}") from None


def has(module):
    """Whether this Python has the top-level `module`. Debian leaves out ensurepip, and pip, unless asked for."""
    return importlib.util.find_spec(module) is not None


def pip():
    """The beginning of a command line that installs into `.venv`, by its own pip or by this Python's."""
    return [str(PYTHON), "-m", "pip"] if has("ensurepip") else [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def run_tests(arguments):
    """Install what the tests need and run pytest with `arguments`. Returns pytest's exit code."""
    ensure_environment()
    ensure_environment("requirements-test.lock")
    run_child([str(PYTHON), "-m", "tests.tooling"], os.environ)  # the page checkers, if npm is there
    os.chdir(str(HERE))
    return hand_over([str(PYTHON), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments], os.environ)


def hand_over(command, variables):
    """Become `command` (a list of str), run with `variables` as its environment. Returns its exit code on Windows."""
    sys.stdout.flush()
    if os.name == "nt":
        return run_child(command, variables)
    os.execve(command[0], command, variables)


def run_child(command, variables):
    """Run `command` to its end and return its exit code. Ctrl-C is left to the child, which ends in its own way."""
    interrupts = []
    before = signal.signal(signal.SIGINT, lambda *_: interrupts.append(1))  # unlike SIG_IGN, it is not inherited
    try:
        code = subprocess.call(command, env=variables, cwd=str(HERE))
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupts and code != 0:
        raise KeyboardInterrupt
    return code


@contextlib.contextmanager
def locked(path, notice):
    """Hold the lock file `path`, printing `notice` if another process has it. The system lets go of it at any end."""
    with open(str(path), "a") as file:
        try:
            take_lock(file, wait=False)
        except OSError:
            print(notice, flush=True)
            take_lock(file, wait=True)
        yield


def take_lock(file, wait):
    """Lock the open `file` for this process. Raises OSError if another has it, unless told to `wait`."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"Byline cannot go on: {error}")
    except KeyboardInterrupt:
        sys.exit("Stopped. Start it again whenever you like: nothing is lost.")
