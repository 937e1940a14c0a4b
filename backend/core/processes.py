"""Child processes of a launcher: logged to a file, dying with it, and found again after it was killed."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from backend.core.leash import leashed

_LOG_LIMIT_BYTES = 20 * 1024 * 1024
_SAME_PROCESS_SECONDS = 1.0
_LAST_WORDS_BYTES = 4000
_POLL_SECONDS = 0.02


class Child:
    """One process with its log `log_dir/<name>.log`; its id is kept in `run_dir/<name>.json`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log_dir: Path,
        run_dir: Path,
    ) -> None:
        self.name = name
        self._command = list(command)
        self._environment = dict(environment)
        self.log_path = log_dir / f"{name}.log"
        self._record = run_dir / f"{name}.json"
        self._process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0

    def start(self) -> None:
        """Start the process; a log over 20 MB is set aside as `.1` first."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        self._record.parent.mkdir(parents=True, exist_ok=True)
        if self.log_path.exists() and self.log_path.stat().st_size > _LOG_LIMIT_BYTES:
            self.log_path.replace(self.log_path.with_suffix(".log.1"))
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                leashed(self._command),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C goes to the launcher, which stops its children in order
            )
        self.started_at = time.monotonic()
        _write_record(self._record, self._process.pid)

    def exit_code(self) -> int | None:
        """Return how the process ended, None while it lives (or was never started)."""
        return self._process.poll() if self._process else None

    def lived_seconds(self) -> float:
        """Return how long ago the process was started."""
        return time.monotonic() - self.started_at

    def ask_to_stop(self) -> None:
        """Send SIGTERM; a process that is gone already is no trouble."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_stopped(self, patience_seconds: float) -> None:
        """Wait for the end and kill the process when patience runs out."""
        if self._process:
            try:
                self._process.wait(patience_seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._record.unlink(missing_ok=True)

    def last_words(self) -> str:
        """Return the last non-empty line of the log, at most 200 characters, empty when there is none."""
        with contextlib.suppress(OSError), self.log_path.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - _LAST_WORDS_BYTES))
            lines = log.read().decode(errors="replace").split("\n")
            return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
        return ""


def stop_leftovers(run_dir: Path, *, patience_seconds: float = 10.0) -> int:
    """Stop children a killed launcher left behind; returns how many were alive.

    On Linux they die by themselves (leash); this waits for their end, and is the only way elsewhere. The time
    of creation is compared, so that a stranger who got the same process id is never touched.
    """
    alive = [process for path in run_dir.glob("*.json") if (process := _recorded_process(path))]
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGTERM)
    for process in alive:
        if not ends_within(process, patience_seconds):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
            ends_within(process, patience_seconds)
    for path in run_dir.glob("*.json"):
        path.unlink(missing_ok=True)
    return len(alive)


def is_alive(process: psutil.Process) -> bool:
    """Tell whether the process runs; one that is dead but not yet collected by its parent does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def ends_within(process: psutil.Process, patience_seconds: float) -> bool:
    """Wait for the end of a process that is not our child; False when patience runs out.

    psutil's own wait takes an uncollected process for a living one: in containers nobody collects orphans.
    """
    deadline = time.monotonic() + patience_seconds
    while is_alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _write_record(path: Path, pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        path.write_text(json.dumps({"pid": pid, "created": psutil.Process(pid).create_time()}))


def _recorded_process(path: Path) -> psutil.Process | None:
    try:
        record = json.loads(path.read_text())
        process = psutil.Process(record["pid"])
        same = abs(process.create_time() - record["created"]) < _SAME_PROCESS_SECONDS
    except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None
    return process if same and is_alive(process) else None
