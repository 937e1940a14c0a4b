"""The cluster of the embedded PostgreSQL on disk: made, checked, its log read, an orphaned server stopped."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO

import psutil

from backend.core.embedded_place import EmbeddedPostgresError, Place
from backend.core.leash import leashed
from backend.core.processes import ends_within, is_alive

MAJOR_VERSION = "18"
SUPERUSER = "postgres"
# Libraries are found beside the binaries; messages must stay English for `refusal_in_log`.
ENVIRONMENT = {"LC_ALL": "C", "PATH": os.defpath}

_LOG_LIMIT_BYTES = 10 * 1024 * 1024
_ORPHAN_PATIENCE_SECONDS = 20.0

_NEEDED_BYTES = 100 * 1024 * 1024
_DISK_FULL = "Диск заполнен: освободите место и запустите снова, данные целы."

# What PostgreSQL says in its log → one sentence for the person at the screen.
_REASONS = (
    ("No space left on device", _DISK_FULL),
    ("database files are incompatible", "Данные записаны другой версией PostgreSQL."),
    ("Permission denied", "У сервера базы данных нет прав на папку данных."),
    ("Read-only file system", "Папка данных доступна только для чтения."),
    ("could not map anonymous shared memory", "Не хватает оперативной памяти для базы данных."),
    ("Cannot allocate memory", "Не хватает оперативной памяти для базы данных."),
)


def prepare_cluster(place: Place, *, home: Path, durable: bool) -> str:
    """Make the cluster if there is none and return the superuser's password.

    It is made under another name and renamed when whole, so that a half-made one never counts.
    """
    password_path = home / "password"
    version_file = place.cluster / "PG_VERSION"
    if version_file.exists():
        version = version_file.read_text().strip()
        if version != MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"Данные {place.cluster} записаны PostgreSQL {version}, а встроен {MAJOR_VERSION}: "
                "перенесите их через pg_dump прежней версии."
            )
        if not password_path.exists():
            _set_new_password(place, home=home)
        return password_path.read_text()
    if place.cluster.exists() and any(place.cluster.iterdir()):
        raise EmbeddedPostgresError(
            f"В папке {place.cluster} лежит не база PostgreSQL: уберите её содержимое и повторите."
        )
    password = secrets.token_urlsafe(24)
    _write_secret(password_path, password)
    _make_cluster(place, home=home, password=password, durable=durable)
    return password


def open_log(home: Path) -> IO[bytes]:
    """Open the server's log for appending; a log over 10 MB is set aside as `server.log.1` first."""
    path = home / "server.log"
    if path.exists() and path.stat().st_size > _LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    log = path.open("ab")
    log.seek(0, os.SEEK_END)
    return log


def log_since(home: Path, position: int) -> str:
    """Return what the server wrote after byte `position` of its log."""
    with (home / "server.log").open("rb") as log:
        log.seek(position)
        return log.read().decode(errors="replace")


def refusal_in_log(text: str, *, home: Path) -> EmbeddedPostgresError:
    """Turn the server's last words into a refusal with one Russian sentence and the path of the log."""
    for mark, sentence in _REASONS:
        if mark in text:
            return EmbeddedPostgresError(f"{sentence} Журнал: {home / 'server.log'}")
    if shutil.disk_usage(home).free < _NEEDED_BYTES:
        # The log lies on the same full disk: the true reason may be missing from it.
        return EmbeddedPostgresError(f"{_DISK_FULL} Журнал: {home / 'server.log'}")
    words = re.findall(r"(?:FATAL|PANIC|ERROR|error):\s*(.+)", text)
    said = f" ({words[-1].strip()})" if words else ""
    return EmbeddedPostgresError(
        f"Встроенный PostgreSQL не запустился{said}. Журнал: {home / 'server.log'}"
    )


def postmaster_lines(cluster: Path) -> list[str]:
    """Return the lines of `postmaster.pid`: process id, folder, start, port, …, status; none when absent."""
    try:
        text = (cluster / "postmaster.pid").read_text()
    except FileNotFoundError:
        return []
    return [line.strip() for line in text.splitlines()]


def stop_orphan(cluster: Path) -> None:
    """Stop a server that a killed run left on this cluster; the caller owns the cluster's lock.

    A `postmaster.pid` that names another program (ids start again after a reboot) or a dead process nobody has
    collected yet is removed: PostgreSQL would take it for a living server and refuse to start.
    """
    lines = postmaster_lines(cluster)
    if not lines or not lines[0].isdigit():
        return
    try:
        process = psutil.Process(int(lines[0]))
        command = process.cmdline() if is_alive(process) else []
    except psutil.NoSuchProcess:
        return
    if not (command and "postgres" in command[0] and str(cluster) in command):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        return
    for attempt in (signal.SIGINT, signal.SIGQUIT):  # fast, then immediate shutdown
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(attempt)
        if ends_within(process, _ORPHAN_PATIENCE_SECONDS):
            return
    raise EmbeddedPostgresError(
        f"Сервер базы данных прежнего запуска (процесс {process.pid}) не останавливается: завершите его."
    )


def _make_cluster(place: Place, *, home: Path, password: str, durable: bool) -> None:
    half_made = place.cluster.with_name("cluster.new")
    password_copy = place.cluster.with_name("password.new")
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    # The builtin locale does not depend on what the operating system has installed.
    command = [
        str(place.binaries / "initdb"), f"--pgdata={half_made}", f"--username={SUPERUSER}",
        f"--pwfile={password_copy}", "--auth=scram-sha-256", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        *([] if durable else ["--no-sync"]),
    ]  # fmt: skip
    try:
        _write_secret(password_copy, password)
        if place.user:
            os.chown(half_made, *place.user)
            os.chown(password_copy, *place.user)
        _run(place, command, home=home, words=None)
    except BaseException:
        shutil.rmtree(half_made, ignore_errors=True)
        raise
    finally:
        password_copy.unlink(missing_ok=True)
    if place.cluster.exists():
        place.cluster.rmdir()
    half_made.rename(place.cluster)


def _set_new_password(place: Place, *, home: Path) -> None:
    """Give the superuser a new password in single-user mode: the file with the old one is lost."""
    password = secrets.token_urlsafe(24)
    command = [str(place.binaries / "postgres"), "--single", "-D", str(place.cluster), "postgres"]
    _run(place, command, home=home, words=f"alter role {SUPERUSER} password '{password}'\n")
    _write_secret(home / "password", password)


def _run(place: Place, command: list[str], *, home: Path, words: str | None) -> None:
    """Run a PostgreSQL program to its end with `words` on its input; its failure becomes a refusal."""
    with open_log(home) as log:
        before = log.tell()
        done = subprocess.run(
            leashed(command, user=place.user),
            input=(words or "").encode(),
            stdout=log,
            stderr=log,
            cwd="/",
            env=ENVIRONMENT,
            check=False,
        )
    if done.returncode != 0:
        raise refusal_in_log(log_since(home, before), home=home)


def _write_secret(path: Path, text: str) -> None:
    """Write a file only its owner can read; replaced as a whole."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
