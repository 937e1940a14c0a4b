"""The wire shape of a job."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class JobOut(BaseModel):
    """`percent` is None while the total is unknown; `dead` = every attempt failed, `error` says why."""

    id: UUID
    kind: str
    state: str
    attempt: int
    progress_done: int
    progress_total: int | None
    percent: int | None
    progress_text: str
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class JobPage(BaseModel):
    items: list[JobOut]
    next_cursor: str | None
