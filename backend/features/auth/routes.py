"""Log-in (OAuth2 password and client credentials), rotating refresh, log-out, who am I."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Form, Request, Response

from backend.access.dependencies import AppClock, AppSettings, CurrentCaller, LoginSession, Session
from backend.access.tokens import ACCESS_SECONDS, Claims
from backend.features.auth import commands, queries
from backend.features.auth.schemas import MeOut, PasswordIn, TokenOut

router = APIRouter(tags=["auth"])
COOKIE = "marshrut_refresh"
DEVICE_COOKIE = "marshrut_device"
_COOKIE_PATH = "/api/v1/auth"
_DEVICE_SECONDS = 400 * 86_400
# Hashing takes two processors' worth; more log-ins at once would only hold connections of everybody else.
_TURNS = asyncio.Semaphore(3)


async def _turn() -> AsyncGenerator[None, None]:
    """Let a log-in wait for its turn before it takes a connection."""
    async with _TURNS:
        yield


class TokenForm:
    """The form of RFC 6749: `password` for people, `client_credentials` for machines."""

    def __init__(
        self,
        grant_type: Annotated[Literal["password", "client_credentials"], Form()],
        username: Annotated[str, Form(max_length=200)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        client_id: Annotated[str, Form(max_length=200)] = "",
        client_secret: Annotated[str, Form(max_length=200)] = "",
        scope: Annotated[str, Form(max_length=200)] = "",
    ) -> None:
        self.grant_type = grant_type
        self.username, self.password = username, password
        self.client_id, self.client_secret = client_id, client_secret
        self.scope = scope


@router.post("/auth/token")
async def create_token(
    request: Request,
    response: Response,
    _in_turn: Annotated[None, Depends(_turn, scope="function")],
    session: LoginSession,
    settings: AppSettings,
    clock: AppClock,
    form: Annotated[TokenForm, Depends()],
    marshrut_device: Annotated[str | None, Cookie(include_in_schema=False)] = None,
) -> TokenOut:
    """Log in. People also get the refresh cookie; machines ask for a new token when theirs ends."""
    address = request.client.host if request.client else ""
    if form.grant_type == "client_credentials":
        claims = await commands.log_in_client(
            session, client_id=form.client_id, secret=form.client_secret, address=address
        )
        return _issue(request, claims)
    entry = await commands.log_in_person(
        session,
        login=form.username,
        password=form.password,
        address=address,
        device=marshrut_device,
        device_key=settings.derived_secret("device"),
        today=clock.today(),
    )
    _set_cookies(response, settings.secure_cookies, refresh=entry.refresh, device=entry.device)
    return _issue(request, entry.claims)


@router.post("/auth/refresh")
async def refresh_token(
    request: Request,
    response: Response,
    session: LoginSession,
    settings: AppSettings,
    marshrut_refresh: Annotated[str | None, Cookie(include_in_schema=False)] = None,
) -> TokenOut:
    """Exchange the refresh cookie for a new pair; a cookie used twice ends the whole log-in."""
    entry = await commands.rotate(session, refresh=marshrut_refresh)
    _set_cookies(response, settings.secure_cookies, refresh=entry.refresh)
    return _issue(request, entry.claims)


@router.post("/auth/logout", status_code=204)
async def log_out(
    response: Response,
    session: LoginSession,
    marshrut_refresh: Annotated[str | None, Cookie(include_in_schema=False)] = None,
) -> None:
    """End this log-in at once, access tokens included."""
    await commands.log_out(session, refresh=marshrut_refresh)
    response.delete_cookie(COOKIE, path=_COOKIE_PATH)


@router.get("/me")
async def get_me(session: Session, caller: CurrentCaller, clock: AppClock) -> MeOut:
    """Who is signed in, with permissions: the screen never derives them from roles."""
    return await queries.get_me(session, caller, clock)


@router.put("/me/password", status_code=204)
async def change_password(body: PasswordIn, caller: CurrentCaller, session: Session) -> None:
    """Change one's own password; every log-in of the person ends."""
    await commands.change_password(
        session, caller, current=body.current_password, new=body.new_password
    )


def _issue(request: Request, claims: Claims) -> TokenOut:
    token: str = request.app.state.tokens.sign(claims)
    return TokenOut(access_token=token, token_type="bearer", expires_in=ACCESS_SECONDS)


def _set_cookies(
    response: Response, secure: bool, *, refresh: str | None, device: str | None = None
) -> None:
    if refresh:
        _set_cookie(response, COOKIE, refresh, commands.REFRESH_SECONDS, secure)
    if device:
        _set_cookie(response, DEVICE_COOKIE, device, _DEVICE_SECONDS, secure)


def _set_cookie(response: Response, name: str, value: str, seconds: int, secure: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=_COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=secure,
    )
