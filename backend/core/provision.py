"""Makes a PostgreSQL ready for the product: version check, database roles, migrations. Idempotent."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from alembic import command
from alembic.config import Config

from backend.core.settings import APP_ROLE, WORKER_ROLE, Settings

OWNER_ROLE = "marshrut_owner"
GATE_ROLE = "marshrut_gate"
MINIMUM_VERSION = 18
_ADVISORY_LOCK = 64_2021
_ROOT = Path(__file__).parents[2]


class ProvisionError(RuntimeError):
    """The database cannot be used; the message is one Russian sentence for the operator."""


def prepare_database(admin_url: str, settings: Settings) -> None:
    """Create the database roles where missing and bring the schema to the newest migration.

    `admin_url` connects as a role that may create roles; when it may not, the roles must exist
    already (deploy/roles.sql). Two starts at once wait for each other (advisory lock).
    """
    asyncio.run(_prepare_roles(admin_url, settings))
    migrate(admin_url)


def migrate(admin_url: str, revision: str = "head") -> None:
    """Apply migrations; the alembic environment takes the advisory lock and acts as the owner role."""
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", admin_url.replace("%", "%%"))
    command.upgrade(config, revision)


async def _connect(admin_url: str) -> "asyncpg.Connection[asyncpg.Record]":
    try:
        connection = await asyncpg.connect(admin_url, timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        message = f"База данных не отвечает: {error}"
        raise ProvisionError(message) from error
    major = connection.get_server_version().major
    if major < MINIMUM_VERSION:
        await connection.close()
        message = f"Нужен PostgreSQL {MINIMUM_VERSION} или новее, по этому адресу работает {major}"
        raise ProvisionError(message)
    return connection


async def _prepare_roles(admin_url: str, settings: Settings) -> None:
    connection = await _connect(admin_url)
    try:
        await connection.execute("select pg_advisory_lock($1)", _ADVISORY_LOCK)
        existing = {
            row["rolname"]
            for row in await connection.fetch(
                "select rolname from pg_roles where rolname like 'marshrut%'"
            )
        }
        managed = bool(settings.app_database_url and settings.worker_database_url)
        if managed and existing >= {OWNER_ROLE, GATE_ROLE, APP_ROLE, WORKER_ROLE}:
            return  # deploy/roles.sql has done all of it
        for role in (OWNER_ROLE, GATE_ROLE):
            if role not in existing:
                await connection.execute(f"create role {role} nologin")
        for role in (APP_ROLE, WORKER_ROLE):
            if role not in existing:
                await connection.execute(f"create role {role} nologin noinherit")
            elif not managed and await _serves_another(connection, role):
                await _refuse_foreign_role(admin_url, role, settings)
            if not managed:
                secret = _role_password(settings, role)
                await connection.execute(f"alter role {role} login password '{secret}'")
        await _grant(connection)
    except asyncpg.InsufficientPrivilegeError as error:
        message = (
            "Пользователь из DATABASE_URL не может создать роли базы данных. "
            "Выполните deploy/roles.sql от имени администратора PostgreSQL."
        )
        raise ProvisionError(message) from error
    finally:
        await connection.close()


def _role_password(settings: Settings, role: str) -> str:
    return settings.derived_secret("database:" + role)


async def _serves_another(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> bool:
    """Tell whether a database beside ours admits the role: database roles belong to the whole server."""
    found: bool = await connection.fetchval(
        "select exists (select from pg_database d, aclexplode(d.datacl) a"
        " where d.datname <> current_database() and a.grantee = $1::regrole)",
        role,
    )
    return found


async def _refuse_foreign_role(admin_url: str, role: str, settings: Settings) -> None:
    """Check that the role has our password; a new one would lock the other installation out."""
    url = urlsplit(admin_url)
    host = url.netloc.rpartition("@")[2]
    try:
        own = await asyncpg.connect(
            urlunsplit(url._replace(netloc=f"{role}:{_role_password(settings, role)}@{host}")),
            timeout=10,
        )
    except asyncpg.PostgresError as error:
        message = (
            f"На этом сервере роль {role} уже служит другой установке «Маршрута». Возьмите её ключ "
            "(MARSHRUT_SECRET_KEY), отдельный сервер или роли из deploy/roles.sql."
        )
        raise ProvisionError(message) from error
    await own.close()


async def _grant(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Let the administrator act as the owner, the owner as the gate, and all of them reach this database."""
    database = await connection.fetchval("select quote_ident(current_database())")
    await connection.execute(
        f"grant {OWNER_ROLE}, {GATE_ROLE} to current_user with set true, inherit true"
    )
    await connection.execute(f"grant {GATE_ROLE} to {OWNER_ROLE} with set true, inherit false")
    await connection.execute(f"grant create, connect on database {database} to {OWNER_ROLE}")
    await connection.execute(f"grant connect on database {database} to {APP_ROLE}, {WORKER_ROLE}")
    await connection.execute(f"grant create, usage on schema public to {OWNER_ROLE}")
