"""Makes a PostgreSQL ready for the product: version check, database roles, migrations. Idempotent."""

import asyncio
from pathlib import Path

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


async def _prepare_roles(admin_url: str, settings: Settings) -> None:
    try:
        connection = await asyncpg.connect(admin_url, timeout=10)
    except (OSError, asyncpg.PostgresError) as error:
        message = f"База данных не отвечает: {error}"
        raise ProvisionError(message) from error
    try:
        major = connection.get_server_version().major
        if major < MINIMUM_VERSION:
            message = (
                f"Нужен PostgreSQL {MINIMUM_VERSION} или новее, по этому адресу работает {major}"
            )
            raise ProvisionError(message)
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
            if not managed:
                secret = settings.derived_secret("database:" + role)
                await connection.execute(f"alter role {role} login password '{secret}'")
        database = await connection.fetchval("select quote_ident(current_database())")
        await connection.execute(
            f"grant {OWNER_ROLE}, {GATE_ROLE} to current_user with set true, inherit true"
        )
        await connection.execute(f"grant {GATE_ROLE} to {OWNER_ROLE} with set true, inherit false")
        await connection.execute(f"grant create, connect on database {database} to {OWNER_ROLE}")
        await connection.execute(
            f"grant connect on database {database} to {APP_ROLE}, {WORKER_ROLE}"
        )
        await connection.execute(f"grant create, usage on schema public to {OWNER_ROLE}")
    except asyncpg.InsufficientPrivilegeError as error:
        message = (
            "Пользователь из DATABASE_URL не может создать роли базы данных. "
            "Выполните deploy/roles.sql от имени администратора PostgreSQL."
        )
        raise ProvisionError(message) from error
    finally:
        await connection.close()
