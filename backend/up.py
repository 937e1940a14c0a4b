"""What `make run` ends in: database, schema, demo data, API and worker, watched until Ctrl-C.

Everything started here is stopped here, in order: API, worker, PostgreSQL. After kill -9 the children die by
themselves (leash) and the next start puts the rest right.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Final

from dotenv import dotenv_values

from backend.core.embedded import EmbeddedPostgres
from backend.core.leash import die_with_parent
from backend.core.local_database import embedded_postgres, with_embedded
from backend.core.processes import Child, stop_leftovers
from backend.core.settings import Settings
from backend.launch.checks import LaunchError, check_port, explain, wait_until_ready
from backend.launch.external import check_database
from backend.launch.screen import greet, note_base_url, say, timed

ROOT: Final = Path(__file__).resolve().parents[1]
# The demo lives on this Wednesday; MARSHRUT_NOW= (empty) gives the real clock.
DEMO_MOMENT: Final = "2021-03-17T09:40:00+04:00"
_WATCH_SECONDS: Final = 0.5
_CHILD_PATIENCE_SECONDS: Final = 10.0
_STOPPING_PATIENCE_SECONDS: Final = 30.0
_LONGEST_BACKOFF_SECONDS: Final = 30.0
_STEADY_SECONDS: Final = 60.0


class _Stop(BaseException):
    """Somebody asked to stop: Ctrl-C, SIGTERM or a closed terminal."""


def run_everything() -> int:
    """Start everything, watch it, stop it; returns the exit code. Failures are one Russian sentence."""
    os.chdir(ROOT)
    if os.environ.get("MAKELEVEL"):
        die_with_parent()  # kill -9 of make itself must not leave a running installation behind
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)
    settings: Settings | None = None
    try:
        if "MARSHRUT_NOW" not in dotenv_values(".env"):
            os.environ.setdefault("MARSHRUT_NOW", DEMO_MOMENT)
        settings = Settings.load()
        with _only_one(settings) as state:
            return _run(settings, state)
    except _Stop:
        say("Остановлено.")
        return 0
    except Exception as error:  # noqa: BLE001 - the person gets a sentence, the log the traceback
        log = (settings.var_dir if settings else Path("var")) / "log" / "up.log"
        say(f"\nОшибка: {explain(error, log)}", stream=sys.stderr)
        return 1


def forget_installation(settings: Settings) -> None:
    """Delete the embedded database, stored files and demo logins; refuses while `make run` works."""
    with _only_one(settings):
        stop_leftovers(settings.var_dir / "run")
        embedded_postgres(settings).destroy()
        shutil.rmtree(settings.var_dir / "postgres", ignore_errors=True)
        shutil.rmtree(settings.var_dir / "files", ignore_errors=True)
        for name in ("demo-credentials.json", "secret.key"):
            (settings.var_dir / name).unlink(missing_ok=True)


def _run(settings: Settings, state: "_State") -> int:
    with ExitStack() as stack:
        stack.callback(state.write, "stopping")
        stack.callback(_ignore_signals)  # called first: cleaning up is not interrupted half-way
        stop_leftovers(settings.var_dir / "run")
        check_port(settings.host, settings.port)
        server: EmbeddedPostgres | None = None
        if settings.database_url:
            check_database(settings.database_url)
        else:
            server = embedded_postgres(settings)
            with timed("База данных"):
                stack.callback(server.stop)
                server.start()
                settings = with_embedded(settings, server)
        _prepare(settings)
        api, worker = _children(settings)
        stack.callback(_stop_children, [api, worker])
        with timed("Сервер и исполнитель заданий"):
            api.start()
            worker.start()
            wait_until_ready(api, settings.host, settings.port)
        state.write("running")
        greet(settings)
        return _watch(api=api, worker=worker, server=server)


def _prepare(settings: Settings) -> None:
    """Bring the schema up to date and fill an empty database with the demo."""
    from backend.core.provision import prepare_database
    from backend.seed import is_seeded, run_seed

    with timed("Схема базы данных"):
        prepare_database(str(settings.database_url), settings)
    if not is_seeded(settings):
        with timed("Демонстрационные данные") as progress:
            run_seed(settings, "office", progress)
    note_base_url(settings)


def _children(settings: Settings) -> tuple[Child, Child]:
    environment = {
        **os.environ,
        "DATABASE_URL": str(settings.database_url),
        "PYTHONUNBUFFERED": "1",
    }
    folders = {"log_dir": settings.var_dir / "log", "run_dir": settings.var_dir / "run"}
    command = [sys.executable, "-m", "backend.cli"]
    return (
        Child("api", [*command, "serve"], environment=environment, **folders),
        Child("worker", [*command, "worker"], environment=environment, **folders),
    )


def _watch(*, api: Child, worker: Child, server: EmbeddedPostgres | None) -> int:
    """Wait; a dead worker is started again after a growing pause, without API or database nothing makes sense."""
    pause = 1.0
    restart_at: float | None = None
    try:
        while True:
            time.sleep(_WATCH_SECONDS)
            if server and not server.is_running():
                raise LaunchError(f"База данных остановилась. Журнал: {server.log_path}")
            if api.exit_code() is not None:
                raise LaunchError(
                    f"Сервер остановился (код {api.exit_code()}). Журнал: {api.log_path}"
                )
            if worker.exit_code() is None:
                continue
            if restart_at is None:
                pause = 1.0 if worker.lived_seconds() > _STEADY_SECONDS else pause
                restart_at = time.monotonic() + pause
                say(
                    f"Исполнитель заданий остановился (код {worker.exit_code()}), запуск через {pause:.0f} с. "
                    f"Журнал: {worker.log_path}"
                )
                pause = min(pause * 2, _LONGEST_BACKOFF_SECONDS)
            elif time.monotonic() >= restart_at:
                worker.start()
                restart_at = None
    except _Stop:
        say("\nОстанавливаем …")
        return 0


def _stop_children(children: list[Child]) -> None:
    """Stop the children one after another: no new jobs arrive once the API is gone."""
    for child in children:
        child.ask_to_stop()
        child.wait_stopped(_CHILD_PATIENCE_SECONDS)


class _State:
    """The lock file of this installation: whoever holds its lock runs; its text tells others what is going on."""

    def __init__(self, file: IO[str], settings: Settings) -> None:
        self._file = file
        self._base = {"pid": os.getpid(), "url": f"http://{settings.host}:{settings.port}"}

    def write(self, phase: str) -> None:
        """Write `starting`, `running` or `stopping` for a second `make run` to read."""
        with contextlib.suppress(OSError):  # a full disk must not keep us from stopping in order
            self._file.seek(0)
            self._file.truncate()
            self._file.write(json.dumps({**self._base, "phase": phase}))
            self._file.flush()


@contextmanager
def _only_one(settings: Settings) -> Iterator[_State]:
    """Hold the installation's lock; a second start waits for one that is stopping and refuses otherwise."""
    path = settings.var_dir / "run" / "up.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    patience = time.monotonic() + _STOPPING_PATIENCE_SECONDS
    with path.open("a+", encoding="utf-8") as file:
        while not _locked(file):
            other = _read_state(file)
            if other.get("phase") != "stopping" or time.monotonic() > patience:
                raise LaunchError(
                    f"Уже запущено: {other.get('url', 'адрес неизвестен')} (процесс {other.get('pid', '?')}). "
                    "Остановите его (Ctrl-C или kill с этим номером) или пользуйтесь им."
                )
            time.sleep(_WATCH_SECONDS)
        state = _State(file, settings)
        state.write("starting")
        try:
            yield state
        finally:
            state.write("stopping")


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_state(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    with contextlib.suppress(ValueError):
        found = json.load(file)
        if isinstance(found, dict):
            return found
    return {}


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stop


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
