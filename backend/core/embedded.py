"""The embedded PostgreSQL 18: one cluster in one folder, started and stopped with the program that needs it.

`postgres` itself is the child process (not pg_ctl, whose orphan would stay a zombie after kill -9). It dies with
its parent (leash), an orphan of a killed run is found and stopped, and a crash is recovered by PostgreSQL itself.
One process owns a cluster (a file lock); a second one that asks for the same folder joins the running server.
"""

import fcntl
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from backend.core.embedded_cluster import (
    ENVIRONMENT,
    SUPERUSER,
    log_since,
    open_log,
    postmaster_lines,
    prepare_cluster,
    refusal_in_log,
    stop_orphan,
)
from backend.core.embedded_place import EmbeddedPostgresError, Place, find_place, remove_place
from backend.core.leash import leashed

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]

_POLL_SECONDS = 0.01
_RETRY_SECONDS = 0.1
# Recovery after a crash replays the log before the server is ready.
_START_TIMEOUT_SECONDS = 120.0
_STOP_TIMEOUT_SECONDS = 30.0
_PORT_LINE, _STATUS_LINE = 3, 7  # of postmaster.pid

_COMMON = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket path over 107 bytes is refused; TCP always works
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "jit": "off",  # compiling costs more than our short queries
    "random_page_cost": "1.1",  # solid-state disks
    "max_wal_size": "2GB",
}
_DURABLE = {
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
}
# Tests: the data need not outlive the process, so nothing waits for the disk.
_SCRATCH = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# The server of a run killed a moment ago has not let go of everything yet: try again.
_PASSING_TROUBLES = (
    "pre-existing shared memory block",
    'lock file "postmaster.pid" already exists',
)
_PORT_TAKEN = ("could not bind", "could not create any TCP/IP sockets")


class EmbeddedPostgres:
    """A PostgreSQL server over one folder: `data_dir` holds the cluster, the superuser's password and the log.

    `durable=False` trades safety for speed (tests) and forgets the data at `stop`. `port=None` takes a free port.
    Every failure is an EmbeddedPostgresError with one Russian sentence. Start it from a thread that lives as
    long as the server should (see leash).
    """

    def __init__(self, data_dir: Path, *, durable: bool = True, port: int | None = None) -> None:
        self._home = data_dir.absolute()
        self._durable = durable
        self._wanted_port = port
        self._port: int | None = None
        self._password = ""
        self._place: Place | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def log_path(self) -> Path:
        """File with the server's own messages."""
        return self._home / "server.log"

    @property
    def process_id(self) -> int | None:
        """Id of the server this object started; None when stopped or joined."""
        return self._process.pid if self._process else None

    def url(self, database: str = "postgres") -> str:
        """Return the superuser's address `postgresql://postgres:…@127.0.0.1:port/database`."""
        if self._port is None:
            raise EmbeddedPostgresError("Встроенный PostgreSQL не запущен.")
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self._port}/{database}"

    def is_running(self) -> bool:
        """Tell whether the server is alive; one this object joined counts as alive."""
        return self._port is not None and (self._process is None or self._process.poll() is None)

    def start(self) -> None:
        """Make the cluster on first use, start the server and return when it accepts connections.

        Joins the running server when another live process owns the cluster.
        """
        if self._port is not None:
            return
        place = find_place(self._home, durable=self._durable)
        deadline = time.monotonic() + _START_TIMEOUT_SECONDS
        while not self._own(place):
            if self._join(place):
                return
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"Базу {self._home} держит другой процесс, но она не отвечает: остановите его и повторите."
                )
            time.sleep(_RETRY_SECONDS)
        try:
            stop_orphan(place.cluster)
            self._password = prepare_cluster(place, home=self._home, durable=self._durable)
            self._launch(place, deadline=deadline)
        except OSError as error:
            self._let_go()
            raise EmbeddedPostgresError(
                f"Встроенный PostgreSQL не запустился: {error.strerror} ({error.filename or self._home})."
            ) from error
        except BaseException:
            self._let_go()
            raise

    def stop(self) -> None:
        """Shut the server down if this object started it: connections are closed, the data is on disk."""
        self._let_go(forget=not self._durable)

    def destroy(self) -> None:
        """Delete the cluster for ever; refuses while another process uses it."""
        self._let_go()
        place = find_place(self._home, durable=self._durable)
        if not self._own(place):
            raise EmbeddedPostgresError("База данных используется: сначала остановите `make run`.")
        stop_orphan(place.cluster)
        self._let_go(forget=True)

    def _own(self, place: Place) -> bool:
        """Try to become the one owner of the cluster; the lock is freed by the system if we are killed."""
        lock = place.lock_path.open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self._lock, self._place = lock, place
        return True

    def _join(self, place: Place) -> bool:
        """Use the server of the owner process if it is ready."""
        lines = postmaster_lines(place.cluster)
        if lines[_STATUS_LINE:] != ["ready"]:
            return False
        try:
            self._password = (self._home / "password").read_text()
        except OSError as error:
            raise EmbeddedPostgresError(
                f"Нет доступа к паролю базы {self._home / 'password'}: {error.strerror}."
            ) from error
        self._port = int(lines[_PORT_LINE])
        return True

    def _launch(self, place: Place, *, deadline: float) -> None:
        """Start `postgres` and wait until it is ready; passing troubles are tried again until `deadline`."""
        while True:
            port = self._wanted_port or _free_port()
            with open_log(self._home) as log:
                before = log.tell()
                self._process = subprocess.Popen(
                    leashed(
                        self._command(place, port), on_parent_death=signal.SIGINT, user=place.user
                    ),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env=ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C of the terminal is for the program, which stops us in order
                )
            if self._becomes_ready(place, self._process, deadline):
                self._port = port
                return
            words = log_since(self._home, before)
            if any(mark in words for mark in _PORT_TAKEN):
                if self._wanted_port:
                    raise EmbeddedPostgresError(
                        f"Порт {self._wanted_port} для базы данных занят другой программой."
                    )
            elif not any(mark in words for mark in _PASSING_TROUBLES):
                raise refusal_in_log(words, home=self._home)
            if time.monotonic() > deadline:
                raise refusal_in_log(words, home=self._home)
            time.sleep(_RETRY_SECONDS)

    def _command(self, place: Place, port: int) -> list[str]:
        settings = {**_COMMON, **(_DURABLE if self._durable else _SCRATCH), "port": str(port)}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(place.binaries / "postgres"), "-D", str(place.cluster), *flags]

    def _becomes_ready(
        self, place: Place, process: subprocess.Popen[bytes], deadline: float
    ) -> bool:
        """Wait for the status `ready` of our own process; False when it ended instead."""
        while process.poll() is None:
            lines = postmaster_lines(place.cluster)
            if lines[_STATUS_LINE:] == ["ready"] and lines[0] == str(process.pid):
                return True
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"Встроенный PostgreSQL не ответил за {_START_TIMEOUT_SECONDS:.0f} с. Журнал: {self.log_path}"
                )
            time.sleep(_POLL_SECONDS)
        return False

    def _let_go(self, *, forget: bool = False) -> None:
        """Stop our server, delete the cluster when asked, give up the lock; harmless when nothing runs."""
        if self._process and self._process.poll() is None:
            for attempt in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                self._process.send_signal(attempt)
                try:
                    self._process.wait(_STOP_TIMEOUT_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    continue
        self._process = self._port = None
        if self._lock and self._place:
            if forget:
                remove_place(self._home, self._place)
            self._lock.close()
        self._lock = self._place = None


def _free_port() -> int:
    """Return a port nobody listens on now; losing the race for it is seen in the log and tried again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
