"""A whole product for measuring: PostgreSQL, API and worker as processes of their own, and what they cost."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from backend.access.tokens import Claims, TokenMaker
from backend.core.embedded import EmbeddedPostgres
from tests.conftest import SECRET, settings_for
from tests.world import NOW, key

_PORT = 8911


@dataclass(slots=True)
class Cost:
    """CPU seconds (user + system) and the largest resident memory seen, in MiB, by part of the product."""

    cpu: dict[str, float]
    memory: dict[str, float]
    seconds: float

    @property
    def total(self) -> float:
        return sum(self.cpu.values())


class Product:
    """API and worker on a database of the cluster; `client` is signed in as the coordinator of the test world."""

    def __init__(self, cluster: EmbeddedPostgres, database: str, var: Path) -> None:
        self.url = f"http://127.0.0.1:{_PORT}/api/v1"
        self.database_url = cluster.url(database)
        environment = {
            **os.environ,
            "DATABASE_URL": self.database_url,
            "PORT": str(_PORT),
            "MARSHRUT_SECRET_KEY": SECRET,
            "MARSHRUT_VAR_DIR": str(var),
            "MARSHRUT_NOW": NOW.isoformat(),
            "MARSHRUT_RESULTS_BODY_LIMIT": str(4 << 30),
            "MARSHRUT_JOB_POLL_SECONDS": "0.2",
        }
        self._processes = {
            name: subprocess.Popen(
                [sys.executable, "-m", "backend.cli", name], env=environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for name in ("serve", "worker")
        }  # fmt: skip
        assert cluster.process_id is not None
        self._parts = {
            "api": self._processes["serve"].pid,
            "worker": self._processes["worker"].pid,
            "postgres": cluster.process_id,
        }
        settings = settings_for(cluster, database, var)
        token = TokenMaker(settings.derived_secret("access-token")).sign(
            Claims("person", key("person:coordinator"), key("session:coordinator"))
        )
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = httpx.Client(base_url=self.url, headers=self.headers, timeout=300)
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                if self.client.get("/me").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        message = "the product does not answer"
        raise RuntimeError(message)

    def stop(self) -> None:
        self.client.close()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(20)

    def upload(
        self, path: Path, *, auto_commit: bool = True, strategy: str = "sync"
    ) -> dict[str, object]:
        """Send a file by curl (the client costs next to nothing), wait until it is decided, return the upload.

        A CSV goes as the body itself, as scripts send it; a workbook as a form.
        """
        wishes = {"auto_commit": str(auto_commit).lower(), "strategy": strategy}
        if path.suffix == ".csv":
            query = "&".join(f"{name}={value}" for name, value in wishes.items())
            what = [
                f"{self.url}/results:batch?{query}",
                "-H",
                "Content-Type: text/csv",
                "-X",
                "POST",
                "-T",
                str(path),
            ]
        else:
            fields = [f"{name}={value}" for name, value in wishes.items()]
            what = [
                f"{self.url}/uploads",
                "-F",
                f"file=@{path}",
                *(x for field in fields for x in ("-F", field)),
            ]
        reply = subprocess.run(
            [
                "curl", "-s", *what, "-H", f"Authorization: {self.headers['Authorization']}", "-H", "Expect:",
                "-o", "/dev/null", "-w", "%{http_code} %header{location}",
            ],
            capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        assert reply[0] in {"200", "202"}, reply
        upload_id = reply[1].rsplit("/", maxsplit=1)[-1]
        while True:
            upload: dict[str, object] = self.client.get(f"/uploads/{upload_id}").json()
            if upload["state"] not in {"received", "parsing", "committing"}:
                return upload
            time.sleep(0.5)

    @contextmanager
    def measured(self) -> Generator[Cost, None, None]:
        """Fill in what the block costs; the polls of the waiting client are a part of it."""
        cost = Cost({}, dict.fromkeys(self._parts, 0.0), 0.0)
        before = {name: cpu_of(pid) for name, pid in self._parts.items()}
        stop = threading.Event()
        watch = threading.Thread(target=self._watch, args=(cost, stop))
        watch.start()
        started = time.monotonic()
        yield cost
        cost.seconds = time.monotonic() - started
        stop.set()
        watch.join()
        cost.cpu = {name: cpu_of(pid) - before[name] for name, pid in self._parts.items()}

    def _watch(self, cost: Cost, stop: threading.Event) -> None:
        while not stop.wait(0.05):
            for name in ("api", "worker"):
                resident = sum(_resident(process) for process in _family(self._parts[name]))
                cost.memory[name] = max(cost.memory[name], resident / 1024**2)


def _family(pid: int) -> Iterator[psutil.Process]:
    try:
        process = psutil.Process(pid)
        yield process
        yield from process.children(recursive=True)
    except psutil.NoSuchProcess:
        return


def cpu_of(pid: int) -> float:
    """CPU of a process, of its living descendants and of those it has waited for."""
    total = 0.0
    for process in _family(pid):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
