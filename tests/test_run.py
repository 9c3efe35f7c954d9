"""run.py itself: what it refuses and how, how it recovers, what it hands on. Nothing here installs from the network."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import run

pytestmark = pytest.mark.workshop

ROOT = Path(run.__file__).parent
LOCKS = ["requirements.lock", "requirements-test.lock"]


@pytest.fixture
def busy_port():
    """A port of 127.0.0.1 on which something listens already."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port():
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with empty lists of packages that run.py takes for its own, and nothing installed."""
    for name in LOCKS:
        (tmp_path / name).write_text("")
    monkeypatch.setattr(run, "HERE", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv/bin/python")
    # An environment without pip is made in a blink.
    monkeypatch.setattr(run, "has", lambda module: module != "ensurepip")
    return tmp_path


@pytest.fixture
def installations(checkout, monkeypatch):
    """The pip command lines that were run; each of them succeeded."""
    commands = []
    monkeypatch.setattr(run, "run_child", lambda command, variables: commands.append(command) or 0)
    return commands


@pytest.fixture
def installed_project(checkout):
    """A checkout whose environment is complete, with stand-ins that print what they are asked for and exit with 7."""
    (checkout / "run.py").write_text((ROOT / "run.py").read_text())
    run.PYTHON.parent.mkdir(parents=True)
    run.PYTHON.symlink_to(sys.executable)
    for name in LOCKS:
        run.stamp_of(checkout / name).write_text(run.hash_of(checkout / name))
    stand_in = (
        "import os, sys\nprint({!r}, sys.argv[1:], os.getcwd(), os.environ.get('{}'), flush=True)\nsys.exit({})\n"
    )
    (checkout / "manage.py").write_text(stand_in.format("manage", "BYLINE_DATA", "7 * ('prepare' not in sys.argv)"))
    (checkout / "granian.py").write_text(stand_in.format("granian", "BYLINE_ORIGIN", 7))
    (checkout / "pytest.py").write_text(stand_in.format("pytest", "DATABASE_URL", 7))
    (checkout / "tests").mkdir()
    (checkout / "tests/tooling.py").write_text("")
    return checkout


def start(project, *arguments, **variables):
    """Run `project`'s run.py as a person would; the outcome has returncode, stdout and stderr."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYLINE_")}
    command = [sys.executable, str(project / "run.py"), *arguments]
    return subprocess.run(
        command, env={**kept, **variables}, cwd=project.parent, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_port_in_use_is_refused_before_any_work_and_the_message_names_the_option(installed_project, busy_port):
    outcome = start(installed_project, "--port", str(busy_port))

    assert outcome.returncode == 1
    assert outcome.stderr == (
        f"Port {busy_port} is in use. Choose another one, for example: python3 run.py --port {busy_port + 1}\n"
    )
    assert outcome.stdout == ""


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "80.5", "", "８０００"])
def test_an_impossible_port_is_refused_with_the_range(port):
    with pytest.raises(run.Refusal, match="--port must be a whole number from 1 to 65535"):
        run.parse_options([f"--port={port}"])


@pytest.mark.parametrize("arguments", [["--port"], ["--prot", "8001"], ["--port", "8001", "migrate"]])
def test_options_it_does_not_know_are_refused_with_a_way_on(arguments):
    with pytest.raises(run.Refusal, match=r"See: python3 run.py --help"):
        run.parse_options(arguments)


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b"])
def test_a_host_that_is_not_this_machine_is_refused_with_the_option(host, free_port):
    with pytest.raises(run.Refusal, match=r"Cannot listen on .* with --host"):
        run.address_to_listen_on(host, free_port)


@pytest.mark.parametrize("workers", ["0", "many", "65"])
def test_an_impossible_number_of_workers_is_refused_by_name(installed_project, free_port, workers):
    outcome = start(installed_project, "--port", str(free_port), BYLINE_WORKERS=workers)

    assert outcome.returncode == 1
    assert outcome.stderr == f"BYLINE_WORKERS must be a whole number from 1 to 64; it is {workers!r}.\n"


def test_a_data_folder_that_cannot_be_written_is_refused_in_one_sentence(installed_project, free_port):
    in_the_way = installed_project / "letter.txt"
    in_the_way.write_text("not a folder")

    outcome = start(installed_project, "--port", str(free_port), BYLINE_DATA=str(in_the_way))

    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"Cannot write in {in_the_way} (")
    assert "BYLINE_DATA=" in outcome.stderr
    assert outcome.stderr.count("\n") == 1


def test_a_project_folder_that_cannot_be_written_is_refused_in_one_sentence(checkout, installations):
    (checkout / ".venv.lock").mkdir()

    with pytest.raises(run.Refusal, match=rf"Cannot write in {re.escape(str(checkout))} \(.*write access"):
        run.ensure_environment()


def test_python_3_10_is_told_which_python_is_needed():
    with pytest.raises(run.Refusal, match=r"needs Python 3\.11 or newer; this is Python 3\.10"):
        run.refuse_old_python((3, 10, 12, "final", 0))
    run.refuse_old_python((3, 11, 0, "final", 0))


def test_a_python_that_cannot_install_is_told_the_debian_package(checkout, monkeypatch):
    monkeypatch.setattr(run, "has", lambda module: module == "venv")

    with pytest.raises(run.Refusal, match="apt-get install python3-venv"):
        run.ensure_environment()


def test_a_python_without_ensurepip_installs_with_its_own_pip(checkout, installations):
    run.ensure_environment()

    assert installations[0][:5] == [sys.executable, "-m", "pip", "--python", str(run.PYTHON)]
    assert {"--require-hashes", "--only-binary"} <= set(installations[0])


def test_packages_are_installed_once(checkout, installations):
    run.ensure_environment()
    run.ensure_environment()
    run.ensure_environment("requirements-test.lock")
    run.ensure_environment("requirements-test.lock")

    assert [Path(command[-1]).name for command in installations] == LOCKS


def test_an_interrupted_first_run_recovers(checkout, installations, monkeypatch):
    def interrupted(command, variables):
        (run.VENV / "half-a-package").write_text("import half")
        raise KeyboardInterrupt

    with monkeypatch.context() as first_run:
        first_run.setattr(run, "run_child", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.ensure_environment()
    assert not run.is_installed(checkout / "requirements.lock")

    run.ensure_environment()

    assert run.is_installed(checkout / "requirements.lock")
    assert not (run.VENV / "half-a-package").exists()
    assert len(installations) == 1


def test_an_installation_that_failed_is_tried_again(checkout, installations, monkeypatch):
    with monkeypatch.context() as first_run:
        first_run.setattr(run, "run_child", lambda command, variables: 1)
        with pytest.raises(run.Refusal, match="could not be installed"):
            run.ensure_environment()

    run.ensure_environment()

    assert len(installations) == 1


def test_a_changed_list_is_installed_into_the_environment_that_is_there(checkout, installations):
    run.ensure_environment()
    (run.VENV / "kept").write_text("")
    (checkout / "requirements.lock").write_text("# changed\n")

    run.ensure_environment()

    assert len(installations) == 2
    assert (run.VENV / "kept").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(checkout, installations):
    run.ensure_environment()
    run.PYTHON.unlink()
    run.PYTHON.symlink_to(checkout / "uninstalled-python")

    run.ensure_environment()

    assert subprocess.run([str(run.PYTHON), "-c", ""], check=False).returncode == 0


def test_two_first_runs_at_once_install_once(checkout, installations, monkeypatch):
    def slow_child(command, variables):
        time.sleep(0.2)
        installations.append(command)
        return 0

    monkeypatch.setattr(run, "run_child", slow_child)
    starts = [threading.Thread(target=run.ensure_environment) for _ in range(2)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()

    assert len(installations) == 1
    assert run.is_installed(checkout / "requirements.lock")


def test_other_arguments_go_to_manage_py_where_the_person_stands_and_its_exit_code_comes_back(installed_project):
    outcome = start(installed_project, "greet", "--loud", "two words", BYLINE_DATA="here")

    folder = installed_project.parent
    assert outcome.stdout == f"manage ['greet', '--loud', 'two words'] {folder} {folder / 'here'}\n"
    assert outcome.returncode == 7


def test_pytest_gets_its_arguments_and_its_exit_code_comes_back(installed_project):
    outcome = start(installed_project, "test", "-k", "a post", DATABASE_URL="postgres://127.0.0.1/byline")

    arguments = ["-n", "auto", "--dist", "worksteal", "-k", "a post"]
    assert outcome.stdout == f"pytest {arguments} {installed_project} postgres://127.0.0.1/byline\n"
    assert outcome.returncode == 7


def test_the_site_is_prepared_and_then_served(installed_project, free_port):
    outcome = start(installed_project, "--port", str(free_port))

    prepared, served = outcome.stdout.splitlines()
    address = f"http://127.0.0.1:{free_port}"
    assert prepared == f"manage ['prepare', '--address', '{address}'] {installed_project} {installed_project / 'var'}"
    assert served.startswith("granian ['config.wsgi:application', ")
    assert f"'--host', '127.0.0.1', '--port', '{free_port}', '--workers', '1'" in served
    assert served.endswith(f" {installed_project} {address}")


def test_a_site_that_cannot_be_prepared_is_not_served(installed_project, free_port):
    (installed_project / "manage.py").write_text("import sys; sys.exit('DATABASE_URL names no host.')")

    outcome = start(installed_project, "--port", str(free_port))

    assert outcome.returncode == 1
    assert outcome.stderr.startswith("DATABASE_URL names no host.\n")
    assert "granian" not in outcome.stdout


def test_the_address_named_by_the_environment_is_the_one_shown(installed_project, free_port):
    outcome = start(installed_project, "--port", str(free_port), BYLINE_ORIGIN="https://news.example.org")

    assert "'--address', 'https://news.example.org'" in outcome.stdout


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("newsroom.local", "http://newsroom.local:8000"),
    ],
)
def test_the_address_shown_is_one_a_browser_here_can_open(host, origin):
    assert run.local_origin(host, 8000) == origin


def test_help_names_both_commands_and_the_variables(installed_project):
    outcome = start(installed_project, "--help")

    assert outcome.returncode == 0
    for word in ["python3 run.py test", "--port", "--host", "BYLINE_DATA", "BYLINE_ORIGIN", "BYLINE_WORKERS"]:
        assert word in outcome.stdout
