"""The embedded PostgreSQL survives what happens to it on people's machines."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from backend.core.embedded import EmbeddedPostgres, EmbeddedPostgresError
from backend.core.embedded_cluster import postmaster_lines, refusal_in_log
from backend.core.embedded_place import find_place

LAUNCHER = """
import sys, time
from pathlib import Path
from backend.core.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
print(server.process_id, flush=True)
time.sleep(120)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("embedded") / "postgres"
    with EmbeddedPostgres(folder):
        pass
    yield folder
    EmbeddedPostgres(folder).destroy()
    assert not (folder / "cluster").exists()


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    found = EmbeddedPostgres(home)
    yield found
    found.stop()


def cluster_of(home: Path) -> Path:
    return find_place(home, durable=True).cluster


async def ask(server: EmbeddedPostgres, statement: str) -> object:
    connection = await asyncpg.connect(server.url())
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def wait_gone(pid: int, patience: float = 20.0) -> None:
    deadline = time.monotonic() + patience
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, f"process {pid} is still alive"
        time.sleep(0.05)


async def test_is_postgresql_18_that_knows_russian_letters(server: EmbeddedPostgres) -> None:
    server.start()
    assert await ask(server, "select current_setting('server_version_num')::int / 10000") == 18
    assert (
        await ask(server, "select upper('ёлка') || initcap('новая бинарадка')")
        == "ЁЛКАНовая Бинарадка"
    )
    assert await ask(server, "select current_setting('fsync')") == "on"


async def test_listens_on_loopback_only_and_asks_for_the_password(server: EmbeddedPostgres) -> None:
    server.start()
    assert await ask(server, "select current_setting('listen_addresses')") == "127.0.0.1"
    address = server.url().split("@")[1]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:wrong@{address}")


def test_keeps_the_password_for_its_owner_alone(home: Path) -> None:
    assert (home / "password").stat().st_mode & 0o777 == 0o600


async def test_data_outlives_stop_and_start(server: EmbeddedPostgres, home: Path) -> None:
    server.start()
    await ask(server, "create table if not exists outlives (n int)")
    await ask(server, "insert into outlives values (64)")
    server.stop()
    assert not server.is_running()
    with EmbeddedPostgres(home) as again:
        assert await ask(again, "select n from outlives") == 64


async def test_second_one_on_the_same_folder_joins_and_leaves_the_server_alone(
    server: EmbeddedPostgres, home: Path
) -> None:
    server.start()
    with EmbeddedPostgres(home) as second:
        assert second.process_id is None
        assert second.url() == server.url()
        with pytest.raises(EmbeddedPostgresError, match="используется"):
            EmbeddedPostgres(home).destroy()
    assert server.is_running()
    assert await ask(server, "select 1") == 1


async def test_committed_rows_survive_kill_of_the_server(
    server: EmbeddedPostgres, home: Path
) -> None:
    server.start()
    await ask(server, "create table survives as select 2021 as year")
    assert server.process_id
    os.kill(server.process_id, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while server.is_running():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    server.stop()
    with EmbeddedPostgres(home) as again:
        assert await ask(again, "select year from survives") == 2021


async def test_server_dies_with_its_killed_launcher_and_the_next_start_recovers(home: Path) -> None:
    command = [sys.executable, "-c", LAUNCHER, str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout
        server_pid = int(launcher.stdout.readline())
        assert psutil.pid_exists(server_pid)
        launcher.kill()
    if sys.platform == "linux":
        wait_gone(server_pid)
    with EmbeddedPostgres(home) as again:
        assert again.process_id not in {None, server_pid}
        assert await ask(again, "select 1") == 1


async def test_orphaned_server_without_an_owner_is_stopped_and_replaced(home: Path) -> None:
    first = EmbeddedPostgres(home)
    first.start()
    orphan = first.process_id
    assert orphan
    assert first._lock
    first._lock.close()  # what the system does when the launcher is killed
    with EmbeddedPostgres(home) as second:
        assert second.process_id not in {None, orphan}
        assert await ask(second, "select 1") == 1
    first.stop()


async def test_process_id_in_a_stale_file_may_belong_to_a_stranger(
    server: EmbeddedPostgres, home: Path
) -> None:
    server.start()
    pid_file = cluster_of(home) / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    assert server.process_id
    os.kill(server.process_id, signal.SIGKILL)
    server.stop()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as stranger:
        try:
            pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            with EmbeddedPostgres(home) as again:
                assert await ask(again, "select 1") == 1
            assert stranger.poll() is None
        finally:
            stranger.kill()


async def test_lost_password_file_is_made_again(home: Path) -> None:
    (home / "password").unlink()
    with EmbeddedPostgres(home) as again:
        assert await ask(again, "select 1") == 1


async def test_half_made_cluster_never_counts(tmp_path: Path) -> None:
    home = tmp_path / "postgres"
    place = find_place(home, durable=False)
    (place.cluster.with_name("cluster.new") / "base").mkdir(parents=True)
    (place.cluster.with_name("cluster.new") / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(home, durable=False) as server:
        assert await ask(server, "select current_setting('fsync')") == "off"
        cluster = server._place.cluster if server._place else None
    assert cluster
    assert not cluster.exists(), "data of tests is forgotten at stop"


def test_taken_port_is_named(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedPostgresError, match=f"Порт {port}"):
            EmbeddedPostgres(home, port=port).start()


def test_foreign_version_of_the_data_is_named_and_left_untouched(home: Path) -> None:
    version = cluster_of(home) / "PG_VERSION"
    version.write_text("17\n")
    try:
        with pytest.raises(EmbeddedPostgresError, match="PostgreSQL 17"):
            EmbeddedPostgres(home).start()
    finally:
        version.write_text("18\n")
    assert postmaster_lines(cluster_of(home)) == []


def test_folder_with_other_things_is_not_taken_for_a_cluster(tmp_path: Path) -> None:
    home = tmp_path / "postgres"
    cluster = find_place(home, durable=False).cluster
    cluster.mkdir()
    (cluster / "letters.txt").write_text("важное")
    with pytest.raises(EmbeddedPostgresError, match="не база PostgreSQL"):
        EmbeddedPostgres(home, durable=False).start()
    assert (cluster / "letters.txt").read_text() == "важное"
    EmbeddedPostgres(home, durable=False).destroy()


def test_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    words = 'FATAL:  could not write to file "pg_wal/xlogtemp.9": No space left on device'
    refusal = str(refusal_in_log(words, home=tmp_path))
    assert refusal.startswith("Диск заполнен")
    assert "server.log" in refusal


def test_address_of_a_stopped_server_is_refused(home: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="не запущен"):
        EmbeddedPostgres(home).url()
