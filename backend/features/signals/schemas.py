"""The wire shapes of signals of objectivity and of the confirmation of marks."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SignalKind = Literal["marked_list", "journal_gap", "boundary_peak", "cohort_jump", "vpr_oge"]
SignalState = Literal["open", "explained", "rechecked", "confirmed", "dismissed"]
SignalAction = Literal["explained", "rechecked", "confirmed", "dismissed", "reopen"]
Procedure = Literal["vpr", "dr"]
Year = Annotated[int, Field(ge=2000, le=2100)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]
Basis = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


class SignalShareOut(BaseModel):
    """`count` of `n`; percent and 95 % interval (Wilson) are null when there is nobody to speak of."""

    count: int
    n: int
    pct: Decimal | None
    low_pct: Decimal | None
    high_pct: Decimal | None
    is_small: bool


class SignalKindOut(BaseModel):
    """A kind in words: what is looked at, what there is to talk about, from which n on, whose threshold it is."""

    code: SignalKind
    title: str
    what: str
    talk: str
    thresholds: str
    source: str
    confidence: str


class SignalKindList(BaseModel):
    """`version`: of the file of thresholds."""

    version: int
    items: list[SignalKindOut]


class SignalOut(BaseModel):
    """One signal; `words` hold its numbers. `is_returned`: there was a verdict, but the numbers have changed since."""

    key: str
    kind: SignalKind
    kind_title: str
    school_id: UUID
    school_name: str
    year: int
    procedure: str
    procedure_title: str
    subject_name: str | None
    grade: int | None
    title: str
    n: int | None
    is_approximate: bool
    words: str
    state: SignalState
    state_title: str
    is_returned: bool
    decided_at: datetime | None
    decided_by: str | None
    comments: int


class SignalChoiceOut(BaseModel):
    """A value of a filter and how many signals it would show."""

    value: str
    title: str
    count: int


class SignalList(BaseModel):
    """Signals of a year by school; `too_small`: protocols in which too few wrote for any rule to look."""

    year: int | None
    years: list[int]
    protocols: int
    too_small: int
    total: int
    kinds: list[SignalChoiceOut]
    states: list[SignalChoiceOut]
    procedures: list[SignalChoiceOut]
    items: list[SignalOut]
    next_cursor: str | None


class JournalEvidenceOut(BaseModel):
    """`standing_out`: which shares are above what is ordinary."""

    lowered: SignalShareOut
    confirmed: SignalShareOut
    raised: SignalShareOut
    lowered_far: SignalShareOut
    raised_far: SignalShareOut
    gap_marks: int
    standing_out: list[Literal["gap", "lowered", "raised"]]


class BorderPeakOut(BaseModel):
    score: int
    mark: int
    count: int
    expected: Decimal
    p_value: float


class HistogramEvidenceOut(BaseModel):
    """`counts[i]`: how many have i points; `borders`: where «3», «4» and «5» begin."""

    counts: list[int]
    borders: list[int]
    peaks: list[BorderPeakOut]
    scale_source: str


class MarkedEvidenceOut(BaseModel):
    markers: list[str]
    years_before: list[int]
    file_name: str
    recorded_at: datetime


class PairShareOut(BaseModel):
    """One share of both works; the difference later − earlier with its interval (Newcombe), percentage points."""

    aspect: Literal["quality", "below"]
    title: str
    before: SignalShareOut
    after: SignalShareOut
    delta_pp: Decimal
    low_pp: Decimal
    high_pp: Decimal
    stands_out: bool


class PairEvidenceOut(BaseModel):
    before_title: str
    after_title: str
    shares: list[PairShareOut]


class SignalEvidenceOut(BaseModel):
    """Exactly one is there, by the kind of the signal."""

    journal: JournalEvidenceOut | None
    histogram: HistogramEvidenceOut | None
    marked: MarkedEvidenceOut | None
    pair: PairEvidenceOut | None


class SignalStepOut(BaseModel):
    """A verdict that was given; `is_about_these_numbers` is false when they were others."""

    verdict: SignalState
    title: str
    explanation: str
    basis: str | None
    who: str | None
    at: datetime
    is_about_these_numbers: bool


class SignalCommentOut(BaseModel):
    body: str
    who: str | None
    at: datetime


class SignalDetailOut(BaseModel):
    """One signal with all it stands on. `digest` goes back with a verdict: it says which numbers were seen."""

    signal: SignalOut
    kind: SignalKindOut
    evidence: SignalEvidenceOut
    digest: str
    history: list[SignalStepOut]
    comments: list[SignalCommentOut]
    allowed_actions: list[str]
    blocked: dict[str, str]
    """Action → why it is not possible now."""


class SignalVerdictIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    action: SignalAction
    explanation: Words
    basis: Basis | None = None
    digest: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]


class SignalCommentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    body: Words


class MarkedCellErrorOut(BaseModel):
    """One wrong cell; `row` and `column` as Excel shows them."""

    row: int
    column: str
    value: str
    message: str


class MarkedUnknownOut(BaseModel):
    """A line about a school that is not there, or not the reader's."""

    row: int
    login: str
    school: str


class MarkedFileOut(BaseModel):
    """What a list says; with any wrong cell nothing is written. `unknown`: at most 200 of `unknown_total`; `errors`: the first 500."""

    outcome: Literal["written", "checked", "unchanged", "refused"]
    rows: int
    years: list[int]
    marked: int
    changed: int
    unchanged: int
    unknown_total: int
    unknown: list[MarkedUnknownOut]
    errors: list[MarkedCellErrorOut]
    warnings: list[str]


class ConfirmationRowOut(BaseModel):
    """One school × subject × grade. `why_missing`: why there are no figures, in words; then they are null."""

    school_id: UUID
    school_name: str
    subject_name: str
    grade: int
    work_title: str
    participants: int | None
    compared: int | None
    lowered: SignalShareOut | None
    confirmed: SignalShareOut | None
    raised: SignalShareOut | None
    why_missing: str | None


class ConfirmationTotalOut(BaseModel):
    """Adds up the rows with figures; `hidden_rows` are not in it."""

    participants: int
    compared: int
    lowered: SignalShareOut
    confirmed: SignalShareOut
    raised: SignalShareOut
    hidden_rows: int


class ConfirmationOut(BaseModel):
    """«Подтверждение отметок» of a year; the total is of all `total_rows`, not of the page."""

    year: int | None
    years: list[int]
    subjects: list[SignalChoiceOut]
    grades: list[int]
    rows: list[ConfirmationRowOut]
    total_rows: int
    total: ConfirmationTotalOut
    next_cursor: str | None
