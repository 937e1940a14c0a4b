"""Children of the launcher: they die with it, and what a killed launcher left is found."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from backend.core.processes import Child, stop_leftovers

SLEEPER = [sys.executable, "-c", "import time; print('проснулся', flush=True); time.sleep(60)"]
LAUNCHER = """
import os, sys, time
from pathlib import Path
from backend.core.processes import Child
folder = Path(sys.argv[1])
child = Child("api", [sys.executable, "-c", "import time; time.sleep(60)"],
              environment=dict(os.environ), log_dir=folder, run_dir=folder)
child.start()
print(child._process.pid, flush=True)
time.sleep(60)
"""


def make_child(folder: Path, command: list[str]) -> Child:
    return Child("api", command, environment=dict(os.environ), log_dir=folder, run_dir=folder)


def wait_for(claim: str, condition: object, patience: float = 10.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, claim
        time.sleep(0.02)


def test_output_goes_to_the_log_and_its_last_line_can_be_quoted(tmp_path: Path) -> None:
    child = make_child(
        tmp_path, [sys.executable, "-c", "print('раз', flush=True); raise SystemExit('порт занят')"]
    )
    child.start()
    wait_for("the child ends", lambda: child.exit_code() is not None)
    assert child.exit_code() == 1
    assert child.last_words() == "порт занят"
    assert "раз" in child.log_path.read_text(encoding="utf-8")


def test_stop_ends_the_child_and_forgets_its_record(tmp_path: Path) -> None:
    child = make_child(tmp_path, SLEEPER)
    child.start()
    assert (tmp_path / "api.json").exists()
    child.ask_to_stop()
    child.wait_stopped(10)
    assert child.exit_code() is not None
    assert not (tmp_path / "api.json").exists()


def test_child_deaf_to_sigterm_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('глух', flush=True); time.sleep(60)"
    child = make_child(tmp_path, [sys.executable, "-c", deaf])
    child.start()
    wait_for("the child is up", lambda: child.last_words() == "глух")
    child.ask_to_stop()
    child.wait_stopped(0.2)
    assert child.exit_code() == -9


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_child_dies_with_its_killed_launcher(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LAUNCHER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout
        pid = int(launcher.stdout.readline())
        assert psutil.pid_exists(pid)
        launcher.kill()
    wait_for("the child died", lambda: not _lives(pid))
    assert stop_leftovers(tmp_path) == 0
    assert not (tmp_path / "api.json").exists()


def test_leftover_of_a_killed_launcher_is_stopped(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER, stdout=subprocess.DEVNULL) as orphan:
        created = psutil.Process(orphan.pid).create_time()
        (tmp_path / "worker.json").write_text(json.dumps({"pid": orphan.pid, "created": created}))
        assert stop_leftovers(tmp_path) == 1
        assert orphan.wait(10) != 0


def test_stranger_with_the_same_process_id_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen(SLEEPER, stdout=subprocess.DEVNULL) as stranger:
        created = psutil.Process(stranger.pid).create_time() - 3600
        (tmp_path / "api.json").write_text(json.dumps({"pid": stranger.pid, "created": created}))
        assert stop_leftovers(tmp_path) == 0
        assert stranger.poll() is None
        stranger.kill()


def _lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
