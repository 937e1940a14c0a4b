"""Settings: environment, kept secrets, addresses of the database roles, the fixed day."""

import stat
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from backend.core.clock import Clock
from backend.core.settings import APP_ROLE, WORKER_ROLE, Settings, async_url

SECRET = "s" * 40


@pytest.fixture(autouse=True)
def nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No `.env` and no variables of the machine that runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "DATABASE_URL",
        "HOST",
        "PORT",
        "MARSHRUT_NOW",
        "MARSHRUT_SECRET_KEY",
        "MARSHRUT_VAR_DIR",
    ):
        monkeypatch.delenv(name, raising=False)


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first, second = Settings.load(), Settings.load()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key or "") >= 64
    kept = tmp_path / "var" / "secret.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_short_secret_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSHRUT_SECRET_KEY", "короткий")
    with pytest.raises(ValueError, match="короче 32"):
        Settings.load()


def test_one_secret_gives_a_different_key_for_every_purpose() -> None:
    settings = Settings(secret_key=SECRET)
    keys = {
        settings.derived_secret(purpose) for purpose in ("access-token", "device", "database:x")
    }
    assert len(keys) == 3
    assert all(len(k) == 64 and SECRET not in k for k in keys)
    assert settings.derived_secret("device") == Settings(secret_key=SECRET).derived_secret("device")
    assert settings.derived_secret("device") != Settings(secret_key="t" * 40).derived_secret(
        "device"
    )


def test_no_key_is_derived_from_no_secret() -> None:
    with pytest.raises(RuntimeError):
        Settings().derived_secret("access-token")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://admin:p%40ss@db.example:5433/road?sslmode=require",
        "postgres://admin@[::1]/road",
    ],
)
def test_roles_connect_to_the_same_place_under_their_own_names(url: str) -> None:
    settings = Settings(DATABASE_URL=url, secret_key=SECRET)
    for role in (APP_ROLE, WORKER_ROLE):
        given, made = urlsplit(url), urlsplit(settings.role_url(role))
        assert made.scheme == "postgresql+asyncpg"
        assert made.username == role
        assert made.password == settings.derived_secret("database:" + role)
        assert (made.hostname, made.port, made.path, made.query) == (
            given.hostname, given.port, given.path, given.query.replace("sslmode=", "ssl="),
        )  # fmt: skip
        assert "admin" not in settings.role_url(role)


def test_a_database_administrator_may_give_the_roles_themselves() -> None:
    settings = Settings(
        DATABASE_URL="postgresql://a@h/d", app_database_url="postgres://x:y@h/d", secret_key=SECRET
    )
    assert settings.role_url(APP_ROLE) == "postgresql+asyncpg://x:y@h/d"
    assert settings.role_url(WORKER_ROLE).startswith(f"postgresql+asyncpg://{WORKER_ROLE}:")


def test_without_a_database_the_sentence_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="make run"):
        Settings(secret_key=SECRET).role_url(APP_ROLE)


def test_driver_is_named_once() -> None:
    assert async_url("postgresql://h/d") == "postgresql+asyncpg://h/d"
    assert async_url("postgresql+asyncpg://h/d") == "postgresql+asyncpg://h/d"


def test_the_day_can_be_fixed_and_is_the_day_of_samara(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSHRUT_NOW", "2021-03-17T09:40:00+04:00")
    clock = Clock(Settings().now)
    assert clock.now() == datetime(2021, 3, 17, 5, 40, tzinfo=UTC)
    assert clock.today() == date(2021, 3, 17)
    assert Clock(datetime(2021, 3, 16, 20, 0, tzinfo=UTC)).today() == date(2021, 3, 17)
    assert Clock(datetime(2021, 3, 16, 19, 59, 59, tzinfo=UTC)).today() == date(2021, 3, 16)


def test_an_empty_day_means_the_real_clock_and_a_day_without_zone_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MARSHRUT_NOW", "")
    settings = Settings()
    assert settings.now is None
    assert Clock(settings.now).fixed is None
    monkeypatch.setenv("MARSHRUT_NOW", "2021-03-17T09:40:00")
    with pytest.raises(ValidationError, match="с поясом"):
        Settings()


@pytest.mark.parametrize("port", ["0", "65536", "порт"])
def test_a_wrong_port_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ValidationError):
        Settings()
