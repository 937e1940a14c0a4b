"""Migrations go up and down and say the same as the tables of the code (security.md O1)."""

import ast
import asyncio
import difflib
import os
import re
import subprocess
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_mock_engine
from sqlalchemy.dialects import postgresql

from backend.core import provision
from backend.core.embedded import EmbeddedPostgres
from backend.core.embedded_place import find_place
from backend.core.health import expected_migration
from backend.core.provision import prepare_database
from backend.tables import Base
from tests.conftest import execute, settings_for

ROOT = Path(__file__).parents[2]
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))
SCRIPTS = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
# What cannot be said in the tables of the code and is added by a migration beside them.
BESIDE = (
    "uq_assignment_no_overlap",
    "uq_deputy_no_overlap",
    "uq_accompaniment_no_overlap",
    "fk_accompaniment_no_gap",
)
Dump = Callable[[str], list[str]]


@pytest_asyncio.fixture(loop_scope="session")
async def empty(cluster: EmbeddedPostgres) -> AsyncGenerator[str, None]:
    await execute(cluster, "drop database if exists moving with (force)", "create database moving")
    yield "moving"
    await execute(cluster, "drop database moving with (force)")


@pytest.fixture
def dump(cluster: EmbeddedPostgres, tmp_path: Path) -> Dump:
    """Lines of `pg_dump -s` of a database, without its comments and the key of its session."""
    binary = find_place(tmp_path, durable=False).binaries / "pg_dump"

    def run(database: str) -> list[str]:
        done = subprocess.run(
            [binary, "--schema-only", "--no-comments", cluster.url(database)],
            capture_output=True, text=True, check=True, env={"LC_ALL": "C", "PATH": os.defpath},
        )  # fmt: skip
        return [
            line
            for line in done.stdout.splitlines()
            if line and not line.startswith(("--", "\\restrict", "\\unrestrict"))
        ]

    return run


def config_for(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


async def move(cluster: EmbeddedPostgres, database: str, *, up: str = "", down: str = "") -> None:
    config = config_for(cluster.url(database))
    if up:
        await asyncio.to_thread(command.upgrade, config, up)
    if down:
        await asyncio.to_thread(command.downgrade, config, down)


def differences(before: list[str], after: list[str]) -> list[str]:
    return [d for d in difflib.unified_diff(before, after, lineterm="", n=0) if d[0] in "+-"][:40]


def unordered(lines: list[str]) -> list[str]:
    """Lines in any order: a column that a downgrade brings back stands last, which means nothing."""
    return sorted(line.rstrip(",") for line in lines)


async def test_up_down_to_nothing_and_up_again_is_the_same_schema(
    cluster: EmbeddedPostgres, empty: str, dump: Dump, tmp_path: Path
) -> None:
    await asyncio.to_thread(
        prepare_database, cluster.url(empty), settings_for(cluster, empty, tmp_path)
    )
    first = dump(empty)
    assert sum(line.startswith("CREATE TABLE") for line in first) == len(Base.metadata.tables) + 1
    await move(cluster, empty, down="base")
    left = [
        line
        for line in dump(empty)
        if line.startswith(("CREATE TABLE", "CREATE FUNCTION", "CREATE VIEW"))
    ]
    assert left == ["CREATE TABLE public.alembic_version ("]
    await move(cluster, empty, up="head")
    assert differences(first, dump(empty)) == []


async def test_each_step_down_and_up_again_is_the_same_schema(
    cluster: EmbeddedPostgres, empty: str, dump: Dump, tmp_path: Path
) -> None:
    await asyncio.to_thread(
        prepare_database, cluster.url(empty), settings_for(cluster, empty, tmp_path)
    )
    revisions = [script.revision for script in SCRIPTS.walk_revisions()]
    for revision in revisions[:-1]:
        before = unordered(dump(empty))
        await move(cluster, empty, down="-1")
        await move(cluster, empty, up="+1")
        assert differences(before, unordered(dump(empty))) == [], revision
        await move(cluster, empty, down="-1")


async def test_the_tables_of_the_code_are_those_of_the_migrations(
    cluster: EmbeddedPostgres, empty: str, dump: Dump, template: str, tmp_path: Path
) -> None:
    statements: list[str] = []
    engine = create_mock_engine(
        "postgresql+asyncpg://",
        lambda sql, *_a, **_k: statements.append(str(sql.compile(dialect=postgresql.dialect()))),  # type: ignore[no-untyped-call]
    )
    Base.metadata.create_all(engine, checkfirst=False)
    await provision._prepare_roles(cluster.url(empty), settings_for(cluster, empty, tmp_path))
    connection = await asyncpg.connect(cluster.url(empty))
    await move(cluster, empty, up="0001_create_gate")
    await connection.execute("drop table change")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
    from_code, from_migrations = (_tables(dump(name)) for name in (empty, template))
    assert len(from_code) > 150
    assert differences(from_code, from_migrations) == []


def _tables(lines: list[str]) -> list[str]:
    """Statements about tables, constraints, indexes and sequences; columns of a table in any order."""
    statements = re.split(r";\n", "\n".join(lines))
    kept = []
    for statement in statements:
        first = statement.strip().split("\n")[0]
        if not re.match(r"CREATE TABLE|ALTER TABLE|CREATE (UNIQUE )?INDEX|CREATE SEQUENCE", first):
            continue
        if re.search(r"OWNER TO|ROW LEVEL SECURITY|alembic_version", statement):
            continue
        if any(name in statement for name in BESIDE):
            continue
        kept.append(
            " ".join(sorted(line.strip().rstrip(",") for line in statement.strip().splitlines()))
        )
    return sorted(kept)


def test_the_file_head_names_the_newest_migration() -> None:
    assert SCRIPTS.get_heads() == [expected_migration()]
    assert VERSIONS[-1].stem == expected_migration()


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_stands_alone_and_is_named_after_its_file(path: Path) -> None:
    """A migration that imports the code of today would change its meaning with it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")]
        )
    }
    assert imported <= {"alembic", "sqlalchemy"}
    script = SCRIPTS.get_revision(path.stem)
    assert script is not None
    numbers = [int(p.stem[:4]) for p in VERSIONS]
    assert numbers == list(range(1, len(VERSIONS) + 1))
    assert script.down_revision == (
        VERSIONS[numbers.index(int(path.stem[:4])) - 1].stem if path != VERSIONS[0] else None
    )
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {"upgrade", "downgrade"} <= names


async def test_two_starts_at_once_wait_for_each_other(
    cluster: EmbeddedPostgres, empty: str, tmp_path: Path
) -> None:
    settings = settings_for(cluster, empty, tmp_path)
    await asyncio.gather(
        *(
            asyncio.to_thread(_prepare_in_process, cluster.url(empty), settings.secret_key or "")
            for _ in range(2)
        )
    )
    connection = await asyncpg.connect(cluster.url(empty))
    assert (
        await connection.fetchval("select version_num from alembic_version") == expected_migration()
    )
    await connection.close()


def _prepare_in_process(url: str, secret: str) -> None:
    """Alembic keeps its context in the module: two at once need two processes, as in life."""
    import sys

    code = (
        "import sys; from backend.core.provision import prepare_database; from backend.core.settings import Settings;"
        "prepare_database(sys.argv[1], Settings(DATABASE_URL=sys.argv[1], secret_key=sys.argv[2]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, url, secret], check=True, capture_output=True, cwd=ROOT
    )
