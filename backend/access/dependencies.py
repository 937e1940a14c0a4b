"""What routes ask for: the caller's transaction, a permission, and the things made at start-up."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller, enter, enter_login_stage
from backend.access.tokens import BadToken, Claims
from backend.core.clock import Clock
from backend.core.errors import Forbidden, RecordedRefusal, Unauthenticated
from backend.core.files import FileStore
from backend.core.settings import Settings

_READ_METHODS = {"GET", "HEAD"}
_bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _clock(request: Request) -> Clock:
    clock: Clock = request.app.state.clock
    return clock


def _files(request: Request) -> FileStore:
    files: FileStore = request.app.state.files
    return files


AppSettings = Annotated[Settings, Depends(_settings)]
AppClock = Annotated[Clock, Depends(_clock)]
AppFiles = Annotated[FileStore, Depends(_files)]


def _claims(request: Request, token: Annotated[str | None, Depends(_bearer)]) -> Claims:
    if not token:
        raise _log_in("Чтобы продолжить, войдите в систему.")
    try:
        claims: Claims = request.app.state.tokens.read(token)
    except BadToken as error:
        raise _log_in("Вход устарел. Войдите ещё раз: введённое не потеряется.") from error
    return claims


async def _open_session(
    request: Request, claims: Annotated[Claims, Depends(_claims)], clock: AppClock
) -> AsyncGenerator[AsyncSession, None]:
    """One request = one transaction, entered as the caller; committed before the reply is sent."""
    async with request.app.state.sessions() as session, session.begin():
        if request.method in _READ_METHODS:
            await session.connection(execution_options={"postgresql_readonly": True})
        caller = await enter(
            session, claims, request_id=request.state.request_id, moment=clock.fixed
        )
        if caller is None:
            raise _log_in("Вход завершён или права отозваны. Войдите ещё раз.")
        session.info["caller"] = caller
        yield session


Session = Annotated[AsyncSession, Depends(_open_session, scope="function")]
Reopen = Callable[[], AbstractAsyncContextManager[AsyncSession]]


def _reopening(
    request: Request, claims: Annotated[Claims, Depends(_claims)], clock: AppClock
) -> Reopen:
    @asynccontextmanager
    async def opened() -> AsyncGenerator[AsyncSession, None]:
        async with request.app.state.sessions() as session, session.begin():
            await session.connection(execution_options={"postgresql_readonly": True})
            caller = await enter(
                session, claims, request_id=request.state.request_id, moment=clock.fixed
            )
            if caller is None:
                raise _log_in("Вход завершён или права отозваны. Войдите ещё раз.")
            session.info["caller"] = caller
            yield session

    return opened


Reopening = Annotated[Reopen, Depends(_reopening)]
"""For replies that go on for long: short reading transactions of the same caller, one after another."""


async def _open_login_session(
    request: Request, clock: AppClock
) -> AsyncGenerator[AsyncSession, None]:
    async with request.app.state.sessions() as session, session.begin():
        await enter_login_stage(session, request_id=request.state.request_id, moment=clock.fixed)
        try:
            yield session
        except RecordedRefusal as recorded:
            refusal = recorded.problem
        else:
            return
    raise refusal


LoginSession = Annotated[AsyncSession, Depends(_open_login_session, scope="function")]


def _caller(session: Session) -> Caller:
    caller: Caller = session.info["caller"]
    return caller


CurrentCaller = Annotated[Caller, Depends(_caller, scope="function")]


def requires(permission: Permission) -> Any:
    """Return the dependency that gives the caller, or refuses with 403 when no role has the permission."""

    def check(caller: CurrentCaller) -> Caller:
        if permission not in caller.permissions:
            raise Forbidden(
                "Ваша роль не даёт права на это действие. Обратитесь к координатору Центрального управления."
            )
        return caller

    check.permission = permission  # type: ignore[attr-defined]
    return Depends(check, scope="function")


def _log_in(detail: str) -> Unauthenticated:
    return Unauthenticated(detail, headers={"WWW-Authenticate": "Bearer"})
