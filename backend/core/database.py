"""Engines and sessions. One request is one transaction; whose rows it sees is decided in `access/scope.py`."""

from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from backend.core.settings import Settings

SessionFactory = async_sessionmaker[AsyncSession]


def create_engine(
    settings: Settings, *, role: str, statement_timeout_ms: int | None = None
) -> AsyncEngine:
    """Return a pool of connections of one database role.

    `statement_timeout_ms` None takes the setting of the API; 0 switches the limit off (worker).
    """
    timeout = (
        settings.statement_timeout_ms if statement_timeout_ms is None else statement_timeout_ms
    )
    return create_async_engine(
        settings.role_url(role),
        pool_size=settings.pool_size,
        max_overflow=0,
        pool_timeout=1.0,
        pool_pre_ping=True,
        # Errors travel to logs and to job.error: the values of a row must not travel with them.
        hide_parameters=True,
        connect_args={
            "timeout": 5,
            "server_settings": {
                "application_name": role,
                "search_path": "public",
                "timezone": "UTC",
                "statement_timeout": str(timeout),
                "lock_timeout": "3000" if timeout else "0",
                "idle_in_transaction_session_timeout": "10000" if timeout else "0",
            },
        },
    )


def session_factory(engine: AsyncEngine) -> SessionFactory:
    """Return the maker of sessions; rows keep their values after COMMIT, lazy loads do not exist here."""
    return async_sessionmaker(engine, expire_on_commit=False)
