"""Passwords: argon2id of the agreed cost, a rule for new ones, exact bytes (security.md A1–A2)."""

import unicodedata
from collections.abc import Callable

import pytest

from backend.access import passwords
from backend.access.passwords import (
    hash_password,
    hash_secret,
    new_secret,
    password_fits,
    password_refusal,
    secret_fits,
)

ACCEPTED = [
    "крот везёт тёплый снег",
    "correct horse battery",
    "Tr0ub4dor&3-zebra",
    "            двенадцать",
    "эюяЪЫЬ1234567",
    "👍🏽 горит костёр",
    "a" * 100 + "bcdefgh",
    "м" * 120 + "зонтик",
    "<script>alert(1)</script>",
    "'; drop table person; --",
    "новая бинарадка 2021!",
    "самара городок беспокойная я",
    "1234567890абвгд",
    "\tтабуляция\tвнутри",
    "жёлудь-ёжик-йод",
    unicodedata.normalize("NFD", "йод ёжик фонарь"),
]
REFUSED = {
    "короткий": "короче 12",
    "": "короче 12",
    "одиннадцат1": "короче 12",
    "я" * 129: "длиннее 128",
    "aaaaaaaaaaaa": "мало разных",
    "абабабабабаб": "мало разных",
    "            ": "мало разных",
    "112233112233": "мало разных",
    "password2021": "очевидных",
    "Password2021!": "очевидных",
    "Пароль1234567": "очевидных",
    "самара2021!!": "очевидных",
    "Samara_2021!": "очевидных",
    "маршрут12345": "очевидных",
    "MARSHRUT!123456": "очевидных",
    "qwerty123456": "очевидных",
    "школа школа 12": "очевидных",
    "123456789012": "очевидных",
    "28.03.2021-17": "очевидных",
    "ivanova_12345": "очевидных",
    "ivanovaivanova": "повторяет логин",
    "IVANOVAIVANOVA": "повторяет логин",
}


@pytest.mark.parametrize("password", ACCEPTED)
def test_accepts_any_characters_from_twelve_to_a_hundred_and_twenty_eight(password: str) -> None:
    assert password_refusal(password, login="ivanova") is None


@pytest.mark.parametrize("password", REFUSED)
def test_refuses_with_the_reason(password: str) -> None:
    refusal = password_refusal(password, login="ivanova")
    assert refusal is not None
    assert REFUSED[password] in refusal


def test_boundaries_are_inclusive() -> None:
    assert password_refusal("абвгдежзийкл", login="x") is None
    assert password_refusal("абвгдежзийк", login="x") is not None
    assert password_refusal("абвгд" + "е" * 123, login="x") is None
    assert password_refusal("абвгд" + "е" * 124, login="x") is not None


def test_hash_is_argon2id_of_the_owasp_cost_with_a_salt() -> None:
    first, second = hash_password("крот везёт снег"), hash_password("крот везёт снег")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second


async def test_exactly_the_password_fits() -> None:
    kept = hash_password("Крот везёт снег ")
    assert await password_fits("Крот везёт снег ", kept) == (True, None)
    for other in ("Крот везёт снег", "крот везёт снег ", "Крот везет снег ", "", " "):
        assert (await password_fits(other, kept))[0] is False


async def test_the_same_letters_typed_on_another_system_fit() -> None:
    kept = hash_password(unicodedata.normalize("NFC", "йод и ёжик 77"))
    assert (await password_fits(unicodedata.normalize("NFD", "йод и ёжик 77"), kept))[0]


async def test_nothing_after_a_zero_byte_is_ignored() -> None:
    kept = hash_password("начало\0конец длинный")
    assert not (await password_fits("начало\0другой конец!", kept))[0]
    assert (await password_fits("начало\0конец длинный", kept))[0]


async def test_an_older_cheaper_hash_fits_and_is_renewed() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weak = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash("крот везёт снег")
    fits, renewed = await password_fits("крот везёт снег", weak)
    assert fits
    assert renewed is not None
    assert "m=19456,t=2,p=1" in renewed
    assert await password_fits("не тот пароль", weak) == (False, None)


async def test_an_unknown_login_costs_the_same_hash_and_never_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    verify: Callable[[str, str], tuple[bool, str | None]] = passwords._verify

    def counted(password: str, kept: str) -> tuple[bool, str | None]:
        checked.append(kept)
        return verify(password, kept)

    monkeypatch.setattr(passwords, "_verify", counted)
    assert await password_fits("что угодно 123", None) == (False, None)
    await password_fits("что угодно 123", hash_password("другой пароль"))
    costs = {kept.split("$")[3] for kept in checked}
    assert costs == {"m=19456,t=2,p=1"}
    assert len(checked) == 2


async def test_the_decoy_itself_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_DECOY", hash_password("известный пароль"))
    assert await password_fits("известный пароль", None) == (False, None)


def test_secret_of_a_machine_has_256_bits_and_is_kept_as_its_hash() -> None:
    secret = new_secret()
    assert len(secret) >= 43
    assert secret != new_secret()
    assert secret not in hash_secret(secret)
    assert len(hash_secret(secret)) == 64


def test_either_live_secret_fits_and_nothing_else() -> None:
    first, second = new_secret(), new_secret()
    kept = (hash_secret(first), hash_secret(second))
    assert secret_fits(first, *kept)
    assert secret_fits(second, *kept)
    assert secret_fits(first, kept[0], None)
    assert not secret_fits(second, kept[0], None)
    assert not secret_fits("", None, None)
    assert not secret_fits(kept[0], *kept), "a stolen hash is not a secret"
