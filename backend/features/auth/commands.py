"""Logging in, rotating refresh tokens, logging out, changing a password (security.md A1–A8)."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.passwords import (
    hash_password_async,
    hash_secret,
    new_secret,
    password_fits,
    password_refusal,
    secret_fits,
)
from backend.access.scope import Caller, act_as
from backend.access.tokens import Claims
from backend.core.clock import after, real_now
from backend.core.errors import Invalid, RecordedRefusal, TooManyRequests, Unauthenticated
from backend.tables import AuthSession, Credential, LoginAttempt, MachineClient, Person

REFRESH_SECONDS = 14 * 86_400
GRACE_SECONDS = 10
"""Two tabs may refresh at once: the previous generation is honoured this long, once rotated."""
ATTEMPT_WINDOW = timedelta(hours=1)
ATTEMPTS_PER_ACCOUNT = 20
ATTEMPTS_PER_ADDRESS = 200
_WRONG = "Логин или пароль не подходят. Проверьте раскладку и регистр."
_ENDED = "Вход завершён. Войдите ещё раз: введённое не потеряется."


@dataclass(frozen=True, slots=True)
class Entry:
    """A successful log-in or refresh: what the token says and what the cookies keep."""

    claims: Claims
    refresh: str | None
    device: str | None = None


async def log_in_person(
    session: AsyncSession,
    *,
    login: str,
    password: str,
    address: str,
    device: str | None,
    device_key: str,
    today: date,
) -> Entry:
    """Start a log-in session; the same refusal for an unknown login and a wrong password (A3)."""
    login = login.strip().lower()
    mark = _device_mark(device_key, login)
    known_device = device is not None and hmac.compare_digest(device, mark)
    # A device that has logged in before has a count of its own: strangers cannot lock its owner out (A4).
    account = hash_secret(f"{login}|{mark}" if known_device else login)
    await _refuse_flood(session, account=account, address=address)
    found = (
        await session.execute(
            select(Credential.person_id, Credential.password_hash, Person.dismissed_on)
            .join(Person, Person.id == Credential.person_id)
            .where(Credential.login == login)
        )
    ).first()
    fits, renewed = await password_fits(password, found.password_hash if found else None)
    if not found or not fits or (found.dismissed_on and found.dismissed_on <= today):
        session.add(LoginAttempt(login_hash=account, address_prefix=_prefix(address)))
        raise RecordedRefusal(Unauthenticated(_WRONG, slug="wrong-credentials"))
    await act_as(session, person_id=found.person_id, client_id=None)
    if renewed:
        await session.execute(
            update(Credential).where(Credential.login == login).values(password_hash=renewed)
        )
    secret = new_secret()
    entry = AuthSession(
        person_id=found.person_id,
        generation=1,
        token_hash=hash_secret(secret),
        rotated_at=real_now(),
        started_at=func.app.now(),
        expires_at=after(REFRESH_SECONDS),
    )
    session.add(entry)
    await session.flush()
    claims = Claims(kind="person", subject=found.person_id, session_id=entry.id)
    return Entry(claims=claims, refresh=f"{entry.id}.{secret}", device=mark)


async def log_in_client(
    session: AsyncSession, *, client_id: str, secret: str, address: str
) -> Claims:
    """Check a machine's credentials; either of two live secrets fits (rotation without a failed call)."""
    account = hash_secret("client:" + client_id)
    await _refuse_flood(session, account=account, address=address)
    client = await session.scalar(select(MachineClient).where(MachineClient.client_id == client_id))
    kept = (client.secret_hash, client.next_secret_hash) if client else (hash_secret(""),)
    alive = client is not None and client.revoked_at is None and client.expires_at > real_now()
    if not secret_fits(secret, *kept) or client is None or not alive:
        session.add(LoginAttempt(login_hash=account, address_prefix=_prefix(address)))
        raise RecordedRefusal(
            Unauthenticated(
                "Ключ программы не подходит или его срок истёк.", slug="wrong-credentials"
            )
        )
    await act_as(session, person_id=None, client_id=client.id)
    client.last_used_at = real_now()
    return Claims(kind="client", subject=client.id, session_id=None)


async def rotate(session: AsyncSession, *, refresh: str | None) -> Entry:
    """Exchange a refresh token for the next generation; reuse of an old one revokes the family (A5)."""
    family, secret = _split(refresh)
    entry = await session.get(AuthSession, family, with_for_update=True)
    if entry is None or entry.revoked_at is not None or entry.expires_at <= real_now():
        raise Unauthenticated(_ENDED)
    await act_as(session, person_id=entry.person_id, client_id=None)
    claims = Claims(kind="person", subject=entry.person_id, session_id=entry.id)
    if secret_fits(secret, entry.token_hash):
        fresh = new_secret()
        entry.previous_hash, entry.token_hash = entry.token_hash, hash_secret(fresh)
        entry.generation += 1
        entry.rotated_at = real_now()
        return Entry(claims=claims, refresh=f"{family}.{fresh}")
    graced = real_now() - entry.rotated_at <= timedelta(seconds=GRACE_SECONDS)
    if graced and secret_fits(secret, entry.previous_hash):
        # A second tab lost the race: it gets an access token, the newer cookie stays in force.
        return Entry(claims=claims, refresh=None)
    entry.revoked_at = real_now()
    entry.revoked_because = "reuse"
    raise RecordedRefusal(Unauthenticated(_ENDED))


async def log_out(session: AsyncSession, *, refresh: str | None) -> None:
    """End the log-in session of this cookie; silently nothing when it has ended already."""
    try:
        family, secret = _split(refresh)
    except Unauthenticated:
        return
    entry = await session.get(AuthSession, family, with_for_update=True)
    if (
        entry
        and entry.revoked_at is None
        and secret_fits(secret, entry.token_hash, entry.previous_hash)
    ):
        await act_as(session, person_id=entry.person_id, client_id=None)
        entry.revoked_at = real_now()
        entry.revoked_because = "logout"


async def change_password(session: AsyncSession, caller: Caller, *, current: str, new: str) -> None:
    """Keep a new password and end every log-in of the person (A7)."""
    if caller.person_id is None:
        raise Invalid("У программы нет пароля: её ключ меняет администратор.")
    refusal = password_refusal(new, login=caller.login)
    if refusal:
        error = {"pointer": "/new_password", "code": "password", "message": refusal}
        raise Invalid(refusal, errors=[error])
    await session.execute(text("select set_config('app.stage', 'login', true)"))
    kept = await session.scalar(
        select(Credential.password_hash).where(Credential.person_id == caller.id)
    )
    fits, _ = await password_fits(current, kept)
    if not fits:
        message = "Текущий пароль не подходит."
        error = {"pointer": "/current_password", "code": "password", "message": message}
        raise Invalid(message, errors=[error])
    await session.execute(
        update(Credential)
        .where(Credential.person_id == caller.id)
        .values(password_hash=await hash_password_async(new), changed_at=func.app.now())
    )
    await session.execute(
        update(AuthSession)
        .where(AuthSession.person_id == caller.id, AuthSession.revoked_at.is_(None))
        .values(revoked_at=real_now(), revoked_because="password")
    )


async def _refuse_flood(session: AsyncSession, *, account: str, address: str) -> None:
    since = real_now() - ATTEMPT_WINDOW
    counted = select(func.count()).select_from(LoginAttempt).where(LoginAttempt.at > since)
    by_account = counted.where(LoginAttempt.login_hash == account).scalar_subquery()
    by_address = counted.where(LoginAttempt.address_prefix == _prefix(address)).scalar_subquery()
    failed = (await session.execute(select(by_account, by_address))).one()
    if failed[0] >= ATTEMPTS_PER_ACCOUNT or failed[1] >= ATTEMPTS_PER_ADDRESS:
        raise TooManyRequests(
            "Слишком много неудачных попыток входа. Подождите несколько минут и повторите.",
            headers={"Retry-After": "300"},
        )


def _split(refresh: str | None) -> tuple[UUID, str]:
    family, _, secret = (refresh or "").partition(".")
    try:
        return UUID(family), secret
    except ValueError as error:
        raise Unauthenticated(_ENDED) from error


def _device_mark(key: str, login: str) -> str:
    return hmac.new(key.encode(), login.encode(), hashlib.sha256).hexdigest()


def _prefix(address: str) -> str:
    """Return the network of an address: /24 of IPv4, /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    # A dual-stack socket shows 192.0.2.7 as ::ffff:192.0.2.7: one /64 would hold all of IPv4.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    width = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{width}", strict=False))
