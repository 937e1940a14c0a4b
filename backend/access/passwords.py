"""Passwords (argon2id, security.md A1–A2) and secrets of machines (SHA-256, A8)."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

MIN_LENGTH = 12
MAX_LENGTH = 128
# OWASP: at least 19 MiB, two passes, one lane.
_HASHER = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
# A hash of nothing known: the same work is done for a login that does not exist (A3).
_DECOY = _HASHER.hash(secrets.token_urlsafe(24))
_CONTEXT_WORDS = (
    "маршрут",
    "marshrut",
    "самара",
    "samara",
    "школа",
    "пароль",
    "password",
    "qwerty",
)
# Two at a time: hashing is CPU work and must not starve other requests.
_GATE = asyncio.Semaphore(2)


def hash_password(password: str) -> str:
    """Return the argon2id string to keep; ~30 ms of CPU, so call it off the event loop."""
    return _HASHER.hash(_normal(password))


async def hash_password_async(password: str) -> str:
    """Hash in a thread, at most two at a time."""
    async with _GATE:
        return await asyncio.to_thread(hash_password, password)


async def password_fits(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Return (fits, new string to keep when the parameters have moved on). `kept` None takes as long."""
    async with _GATE:
        fits, renewed = await asyncio.to_thread(_verify, password, kept or _DECOY)
    return fits and kept is not None, renewed if fits and kept else None


def password_refusal(password: str, *, login: str) -> str | None:
    """Return why a new password is refused, or None: length, context words, monotony (A2)."""
    if len(password) < MIN_LENGTH:
        return f"Пароль короче {MIN_LENGTH} символов. Подойдёт фраза из нескольких слов."
    if len(password) > MAX_LENGTH:
        return f"Пароль длиннее {MAX_LENGTH} символов."
    plain = _normal(password).casefold()
    if len(set(plain)) < 5:
        return "В пароле слишком мало разных символов."
    if plain in {login.casefold() * n for n in range(1, 20)}:
        return "Пароль повторяет логин."
    rest = plain
    for word in (*_CONTEXT_WORDS, login.casefold()):
        rest = rest.replace(word, "")
    if len(rest.strip("0123456789!@#$%^&*()-_=+. ")) < 4:
        return "Пароль легко угадать: он состоит из очевидных слов и цифр."
    return None


def new_secret() -> str:
    """Return a fresh random secret, 256 bit, safe in a URL."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Return what is kept of a random secret (not of a password): SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_fits(secret: str, *kept: str | None) -> bool:
    """Compare in constant time with every kept hash (two are live during a rotation)."""
    given = hash_secret(secret)
    return any([hmac.compare_digest(given, known) for known in kept if known])  # noqa: C419


def _normal(password: str) -> str:
    # NFC: «й» typed on a Mac and on Windows is the same password.
    return unicodedata.normalize("NFC", password)


def _verify(password: str, kept: str) -> tuple[bool, str | None]:
    if len(password) > MAX_LENGTH:
        return False, None
    return _HASHER.verify_and_update(_normal(password), kept)
