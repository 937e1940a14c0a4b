"""A product of real processes that may be killed at any moment: PostgreSQL, API, two workers, their parser children."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psutil

from backend.access.tokens import Claims, TokenMaker
from backend.core.embedded import EmbeddedPostgres
from backend.core.settings import Settings
from tests.conftest import SECRET
from tests.world import NOW, key

# Imports cost seconds, a fork does not. Whatever is forked dies with the nursery, the nursery with the test.
_NURSERY = """
import asyncio, ctypes, os, signal, sys
import uvicorn
import backend.main
from backend.core.settings import Settings
from backend.features.uploads.intake import gathering
from backend.worker import run_worker

gathering.IN_MEMORY = 1  # every file is spooled to the disk
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        if line.strip() == "worker":
            asyncio.run(run_worker(Settings.load()))
        else:
            uvicorn.run("backend.main:create_only_app", factory=True, port=Settings.load().port, log_config=None)
        os._exit(0)
    print(child, flush=True)
"""

_DECK = ["worker"] * 3 + ["second worker"] * 3 + ["api"] * 3 + ["parser"] * 5 + ["backend"]


class Storm:
    """Keeps the product alive and kills parts of it; `kills` counts by part, `at_work` those that hit work."""

    def __init__(self, postgres: EmbeddedPostgres, var: Path, port: int, nursery: Any) -> None:
        self.postgres = postgres
        self.var = var
        self.kills: Counter[str] = Counter()
        self.at_work = 0
        self._nursery = nursery
        self.parts = {name: self._born(name) for name in ("api", "worker", "second worker")}
        settings = Settings(DATABASE_URL=postgres.url("storm"), secret_key=SECRET, now=NOW)
        token = TokenMaker(settings.derived_secret("access-token")).sign(
            Claims("person", key("person:coordinator"), key("session:coordinator"))
        )
        self.client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )

    def _born(self, name: str) -> int:
        self._nursery.stdin.write(name.rpartition(" ")[2] + "\n")
        self._nursery.stdin.flush()
        return int(self._nursery.stdout.readline())

    async def ask(self, method: str, url: str, **body: Any) -> httpx.Response:
        """Ask until somebody answers: a client repeats after a lost connection and after 5xx."""
        while True:
            try:
                reply = await self.client.request(method, url, **body)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if reply.status_code < 500:
                return reply
            await asyncio.sleep(0.1)

    async def rage(self, seed: int, *, kills: int, pause: tuple[float, float]) -> None:
        """Kill something at random moments; it comes back at once."""
        choice = random.Random(seed)  # noqa: S311
        deck: list[str] = []
        while self.kills.total() < kills:
            await asyncio.sleep(choice.uniform(*pause))
            for name, pid in self.parts.items():
                assert psutil.pid_exists(pid), f"{name} has ended by itself"
            deck = deck or choice.sample(_DECK, len(_DECK))
            await self.kill(deck.pop(), choice)

    async def kill(self, victim: str, choice: random.Random) -> None:
        if victim == "parser":
            found = self._parsers()
            if found:
                self._count("parser", choice.choice(found), is_at_work=True)
        elif victim == "backend":
            pids = await self._backends()
            if pids:
                self._count("backend", choice.choice(pids), is_at_work=True)
        else:
            pid = self.parts[victim]
            self._count(victim, pid, is_at_work=bool(_children(pid)))
            for _ in range(500):  # its port is free when it is gone
                if not psutil.pid_exists(pid):
                    break
                await asyncio.sleep(0.01)
            self.parts[victim] = self._born(victim)

    def stop_the_database_at_once(self) -> None:
        """An immediate shutdown, as of a machine that loses power, and a new start on the same place."""
        assert self.postgres.process_id
        process = psutil.Process(self.postgres.process_id)
        self._count("postgres", process.pid, is_at_work=True, how=signal.SIGQUIT)
        self.postgres.stop()
        self.postgres.start()

    def _count(
        self, name: str, pid: int, *, is_at_work: bool, how: signal.Signals = signal.SIGKILL
    ) -> None:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        self.kills[name.rpartition(" ")[2]] += 1
        self.at_work += is_at_work

    def _parsers(self) -> list[int]:
        return [pid for name in ("worker", "second worker") for pid in _children(self.parts[name])]

    async def _backends(self) -> list[int]:
        try:
            connection = await asyncpg.connect(self.postgres.url("storm"), timeout=2)
        except (OSError, asyncpg.PostgresError, TimeoutError):
            return []
        try:
            rows = await connection.fetch(
                "select pid from pg_stat_activity where usename in ('marshrut_app', 'marshrut_worker')"
            )
        finally:
            connection.terminate()
        return [row["pid"] for row in rows]


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children()]
    except psutil.NoSuchProcess:
        return []


@contextmanager
def storming(postgres: EmbeddedPostgres, var: Path, port: int) -> Generator[Storm, None, None]:
    environment = {
        **os.environ,
        "DATABASE_URL": postgres.url("storm"),
        "PORT": str(port),
        "MARSHRUT_SECRET_KEY": SECRET,
        "MARSHRUT_VAR_DIR": str(var),
        "MARSHRUT_NOW": NOW.isoformat(),
        "MARSHRUT_JOB_POLL_SECONDS": "0.1",
        "MARSHRUT_JOB_LEASE_SECONDS": "1",
        "MARSHRUT_JOB_MAX_ATTEMPTS": "12",
        "OPENBLAS_NUM_THREADS": "1",
    }
    with (
        (var / "storm.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", _NURSERY], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        ) as nursery,
    ):  # fmt: skip
        try:
            assert nursery.stdout
            assert nursery.stdout.readline().strip() == "ready"
            yield Storm(postgres, var, port, nursery)
        finally:
            nursery.kill()
