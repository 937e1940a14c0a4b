"""The steps of each profile in order, one installation at a time, every failure one sentence."""

import errno
import fcntl
import signal
from collections.abc import Callable
from functools import partial
from types import FrameType

from deploy.bootstrap.console import LOG, VAR, Refusal, fail, step
from deploy.bootstrap.python_side import check_machine, install_libraries, make_environment
from deploy.bootstrap.web_side import build_pages, install_web_libraries, prepare_browser

Step = tuple[str, Callable[[], "str | None"]]


def steps_of(profile: str) -> list[Step]:
    """Return the steps of a profile: `run` (demo), `dev` (also lint and tests), `test` (also a browser)."""
    dev = profile != "run"
    steps: list[Step] = [
        ("Проверка машины", check_machine),
        ("Окружение Python", make_environment),
        ("Библиотеки Python и Node.js", partial(install_libraries, dev=dev)),
        ("Библиотеки интерфейса", install_web_libraries),
    ]
    if profile != "dev":
        steps.append(("Сборка интерфейса", build_pages))
    if profile == "test":
        steps.append(("Браузер для сквозных проверок", prepare_browser))
    return steps


def main(arguments: list[str]) -> int:
    """Do the steps of the profile in order; returns the exit code and never shows a traceback."""
    profile = arguments[0] if arguments else "run"
    if profile not in {"run", "dev", "test"}:
        return fail("профиль установки — run, dev или test.")
    signal.signal(signal.SIGTERM, _interrupt)
    steps = steps_of(profile)
    try:
        VAR.mkdir(exist_ok=True)
        with (VAR / "bootstrap.lock").open("w") as lock:
            _wait_for_turn(lock.fileno())
            LOG.unlink(missing_ok=True)
            for number, (title, action) in enumerate(steps, 1):
                with step(number, len(steps), title) as words:
                    words.extend(filter(None, [action()]))
    except Refusal as refusal:
        return fail(str(refusal))
    except KeyboardInterrupt:
        print("\nПрервано: начатый шаг будет сделан заново при следующем запуске.", flush=True)
        return 130
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return fail("Диск заполнен: освободите место (нужно около 2 ГБ) и повторите.")
        return fail(f"{error.strerror or error} ({error.filename or VAR}).")
    return 0


def _wait_for_turn(lock: int) -> None:
    """Let one installation work at a time in this folder."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Другая установка в этой папке ещё идёт, ждём её …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
