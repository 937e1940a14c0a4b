"""The wire shape of uploads: their state, who decided, what may be done with them now."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.features.uploads.schemas.reading import ReadingIn, ReadingOut, Strategy, StrictIn

UploadState = Literal[
    "received", "parsing", "screened", "committing", "committed", "cancelled", "failed", "reverted"
]
UploadKind = Literal["file", "rows", "participant"]
UploadAction = Literal["commit", "commit_clean_rows", "cancel", "revert", "read_again", "map"]


class UploadBlockedOut(BaseModel):
    action: UploadAction
    reason: str


class UploadOut(BaseModel):
    """A file on its way in. `rows_bad` rows have errors; `error` explains a failed one.

    `guarded`: more than 10 % of stored rows change or disappear, so somebody else than the sender commits.
    """

    id: UUID
    number: int
    kind: UploadKind
    state: UploadState
    state_title: str
    strategy: Strategy
    auto_commit: bool
    filename: str
    size: int
    sha256: str
    sent_by: str | None
    received_at: datetime
    screened_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    reverted_at: datetime | None
    reverted_by: str | None
    job_id: UUID | None
    progress_pct: int | None
    progress_text: str | None
    rows_total: int | None
    rows_bad: int | None
    rows_written: int | None
    errors: int
    warnings: int
    error: str | None
    guarded: bool
    reason: str | None
    revert_reason: str | None
    reading: ReadingOut | None
    choices: ReadingIn
    """What a person chose about the reading so far; a new choice is sent with these."""
    allowed_actions: list[UploadAction]
    blocked_by: list[UploadBlockedOut]


class UploadListItemOut(BaseModel):
    id: UUID
    number: int
    kind: UploadKind
    state: UploadState
    state_title: str
    filename: str
    sent_by: str | None
    received_at: datetime
    title: str | None
    school_names: list[str]
    rows_total: int | None
    errors: int
    warnings: int
    guarded: bool
    error: str | None


class UploadsOut(BaseModel):
    items: list[UploadListItemOut]
    next_cursor: str | None


class UploadProgressOut(BaseModel):
    """One event of the progress stream."""

    state: UploadState
    state_title: str
    progress_done: int | None
    progress_total: int | None
    progress_pct: int | None
    progress_text: str | None


class CommitIn(StrictIn):
    """`clean_rows_only` writes rows without errors; the rest stays downloadable. A guarded upload needs `reason`."""

    clean_rows_only: bool = False
    reason: str | None = Field(default=None, max_length=500)


class RevertIn(StrictIn):
    """`keep_changed` reverts the rest when some protocols were changed later."""

    keep_changed: bool = False
    reason: str = Field(min_length=3, max_length=500)
