"""The wire shapes of the change log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class AuditEventOut(BaseModel):
    """One change of one row; `old` and `new` hold only what differs (secrets and packed arrays by hash)."""

    id: UUID
    at: datetime
    recorded_at: datetime
    who: str | None
    request_id: str | None
    table_name: str
    entity_id: UUID
    natural_key: str | None
    school_name: str | None
    operation: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None


class AuditPage(BaseModel):
    items: list[AuditEventOut]
    next_cursor: str | None


class NewsItemOut(BaseModel):
    """`sign`: + came, − went, ~ changed. `numbers`: rows of the plan that count this fact."""

    at: datetime
    sign: str
    numbers: list[str]
    school_id: UUID | None
    school_name: str | None
    text: str
    who: str | None
    is_mine: bool


class NewsOut(BaseModel):
    """What changed since the reader's previous log-in (None = never logged in before: the last week)."""

    since: datetime
    previous_login_at: datetime | None
    items: list[NewsItemOut]
