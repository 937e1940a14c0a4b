"""Checks around a start: the port is free, the API answers, and what a failure is called in Russian."""

import contextlib
import errno
import http.client
import re
import shutil
import socket
import time
import traceback
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError

from backend.core.embedded import EmbeddedPostgresError
from backend.core.problem_schema import violations
from backend.core.processes import Child
from backend.core.provision import ProvisionError

_READY_TIMEOUT_SECONDS = 60.0
_POLL_SECONDS = 0.1
_PORTS_TO_SUGGEST = 20
_WRITE_AHEAD_BYTES = 32 * 1024 * 1024  # two segments of the write-ahead log


class LaunchError(RuntimeError):
    """The start cannot go on; the message is one Russian sentence."""


def check_port(host: str, port: int) -> None:
    """Refuse when another program listens on the address, with the command that takes a free port."""
    reason = _refusal_to_bind(host, port)
    if reason is None:
        return
    if reason == errno.EADDRINUSE:
        free = next(
            (
                p
                for p in range(port + 1, port + _PORTS_TO_SUGGEST)
                if _refusal_to_bind(host, p) is None
            ),
            port + 1,
        )
        raise LaunchError(
            f"Порт {port} занят другой программой. Возьмите другой: PORT={free} make run"
        )
    if reason == errno.EACCES:
        raise LaunchError(f"Порт {port} доступен только root. Возьмите другой: PORT=8000 make run")
    raise LaunchError(f"Адрес {host}:{port} не открывается: проверьте HOST и PORT.")


def wait_until_ready(api: Child, host: str, port: int) -> None:
    """Wait until `/readyz` says 200; raises LaunchError when the API ends or stays silent for a minute."""
    deadline = time.monotonic() + _READY_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if api.exit_code() is not None:
            raise LaunchError(
                f"Сервер не запустился (код {api.exit_code()}): {api.last_words()} Журнал: {api.log_path}"
            )
        if _is_ready(_loopback(host), port):
            return
        time.sleep(_POLL_SECONDS)
    raise LaunchError(
        f"Сервер не ответил за {_READY_TIMEOUT_SECONDS:.0f} с. Журнал: {api.log_path}"
    )


def explain(error: Exception, log: Path) -> str:
    """Return the sentence for a failure and keep the whole story of an unexpected one in `log`."""
    if isinstance(error, LaunchError | EmbeddedPostgresError | ProvisionError):
        return str(error)
    if isinstance(error, ValidationError | SettingsError):
        return wrong_settings(error)
    story = "".join(traceback.format_exception(error))
    said = "No space left on device" in story or getattr(error, "errno", None) == errno.ENOSPC
    if said or _is_full(log):
        return "Диск заполнен: освободите место и запустите снова, данные целы."
    with contextlib.suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(story, encoding="utf-8")
    if isinstance(error, RuntimeError | ValueError | OSError):
        return f"{error}. Подробности: {log}"
    return f"Запуск прерван непредвиденной ошибкой ({type(error).__name__}). Подробности: {log}"


def _is_full(log: Path) -> bool:
    """PostgreSQL that ran out of space dies, and its clients see only a lost connection."""
    folder = next((place for place in log.absolute().parents if place.is_dir()), Path("/"))
    return shutil.disk_usage(folder).free < _WRITE_AHEAD_BYTES


def wrong_settings(error: ValidationError | SettingsError) -> str:
    """Name the variables that are wrong and what is expected of them; their values are never echoed."""
    if isinstance(error, SettingsError):  # a list that is no JSON: only the text names the field
        field = re.search(r'field "(\w+)"', str(error))
        name = _variable((field[1],)) if field else "со списком"
        return f'Настройка «{name}»: нужен список вида ["первое", "второе"].'
    found = error.errors(include_url=False, include_input=False)
    named = [{**item, "loc": ("settings", _variable(item["loc"]))} for item in found]
    reasons = "; ".join(str(item["message"]) for item in violations(named))
    return f"Настройка {reasons}. Проверьте переменные окружения и файл .env."


def _variable(place: tuple[int | str, ...]) -> str:
    """Return the environment variable of a setting: an alias is the variable itself."""
    name = str(place[0]) if place else ""
    return name if name.isupper() else f"MARSHRUT_{name.upper()}"


def _refusal_to_bind(host: str, port: int) -> int | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As the server does: sockets of closed connections are no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error.errno
    return None


def _loopback(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _is_ready(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
