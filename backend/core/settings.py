"""Settings of one installation: environment variables, optional `.env`, secrets kept under `var/`."""

import hashlib
import hmac
import os
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

APP_ROLE = "marshrut_app"
WORKER_ROLE = "marshrut_worker"
MEBIBYTE = 1024 * 1024
_NOW_EXAMPLE = "MARSHRUT_NOW: укажите время с поясом, например 2021-03-17T09:40:00+04:00"


class Settings(BaseSettings):
    """Everything an operator may change; names of variables are in `alias` or the upper-cased field name."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="MARSHRUT_", extra="ignore", populate_by_name=True
    )

    database_url: str | None = Field(default=None, alias="DATABASE_URL")
    """Administrative connection (may create roles); None = the embedded PostgreSQL of `make run`."""
    app_database_url: str | None = None
    """Connection of the API when the roles are managed by a DBA; otherwise derived from `database_url`."""
    worker_database_url: str | None = None
    host: str = Field(default="127.0.0.1", alias="HOST")
    port: int = Field(default=8000, alias="PORT", ge=1, le=65535)
    var_dir: Path = Path("var")
    frontend_dir: Path = Path("frontend/dist")
    now: datetime | None = None
    """Fixes the clock of the product (the demo lives on 17.03.2021); None = the real clock."""
    secret_key: str | None = None
    """At least 32 random characters; None = generated once into `var/secret.key` (mode 0600)."""
    secure_cookies: bool = False
    """True behind TLS: cookies get `Secure`. The demo runs on plain loopback HTTP."""
    behind_proxy: bool = False
    """True when a proxy on this machine sets X-Forwarded-For and -Proto; otherwise they are not believed."""
    docs_enabled: bool = True
    pool_size: int = Field(default=10, ge=1)
    statement_timeout_ms: int = Field(default=5_000, ge=100)
    files_s3_bucket: str | None = None
    """A bucket of an S3-compatible storage for files; None = the folder `var/files`."""
    files_s3_endpoint: str | None = None
    files_s3_region: str = "us-east-1"
    files_s3_access_key: str | None = None
    files_s3_secret_key: str | None = None
    files_s3_prefix: str = ""
    json_body_limit: int = 1 * MEBIBYTE
    upload_body_limit: int = 20 * MEBIBYTE
    results_body_limit: int = 1024 * MEBIBYTE
    """Files of results: a region's CSV is large, and it is read in parts."""
    parser_memory_limit: int = 512 * MEBIBYTE
    parser_seconds: int = Field(default=20, ge=1)
    job_lease_seconds: float = Field(default=30.0, gt=0)
    job_max_attempts: int = Field(default=5, ge=1)
    job_poll_seconds: float = Field(default=1.0, gt=0)
    trusted_hosts: list[str] = ["*"]
    """Names under which the product is reached (`MARSHRUT_TRUSTED_HOSTS=["host"]`); others get 400."""

    @field_validator("now", mode="before")
    @classmethod
    def _empty_means_real_clock(cls, value: object) -> object:
        if isinstance(value, str) and value.strip().lstrip("-").isdigit():
            raise ValueError(_NOW_EXAMPLE)  # a bare number would be read as seconds since 1970
        return None if value == "" else value

    @field_validator("now")
    @classmethod
    def _needs_zone(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(_NOW_EXAMPLE)
        return value

    @classmethod
    def load(cls) -> Self:
        """Read the environment and complete the secret key from `var/secret.key`."""
        settings = cls()
        if settings.secret_key is None:
            settings.secret_key = _kept_secret(settings.var_dir / "secret.key")
        if len(settings.secret_key) < 32:
            message = "MARSHRUT_SECRET_KEY короче 32 символов"
            raise ValueError(message)
        return settings

    def derived_secret(self, purpose: str) -> str:
        """Return a key for one purpose (hex, 256 bit), so that one kept secret serves all of them."""
        if self.secret_key is None:
            message = "settings were not made by Settings.load()"
            raise RuntimeError(message)
        return hmac.new(self.secret_key.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def role_url(self, role: str) -> str:
        """Return the SQLAlchemy URL under which the given database role connects."""
        explicit = {APP_ROLE: self.app_database_url, WORKER_ROLE: self.worker_database_url}.get(
            role
        )
        if explicit:
            return async_url(explicit)
        if not self.database_url:
            message = "DATABASE_URL не задан: запустите «make run» или укажите адрес PostgreSQL"
            raise RuntimeError(message)
        parts = urlsplit(self.database_url)
        host = parts.netloc.rpartition("@")[2]
        login = f"{role}:{quote(self.derived_secret('database:' + role), safe='')}"
        return async_url(urlunsplit(parts._replace(netloc=f"{login}@{host}")))


def async_url(url: str) -> str:
    """Name the asyncpg driver explicitly: a bare `postgresql://` means psycopg in SQLAlchemy 2.1."""
    scheme, separator, rest = url.partition("://")
    # libpq's name of the option; SQLAlchemy hands the query on to asyncpg, which calls it `ssl`.
    rest = re.sub(r"(?<=[?&])sslmode=", "ssl=", rest)
    return f"postgresql+asyncpg{separator}{rest}" if scheme in {"postgresql", "postgres"} else url


def _kept_secret(path: Path) -> str:
    """Return the secret of this installation, making it on the first call (file mode 0600)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
