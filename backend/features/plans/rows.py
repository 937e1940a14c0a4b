"""Rows of one edition read in four statements and put together; every plan screen starts from here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.schedule import (
    Status,
    StatusKind,
    Window,
    weekend_word,
    window_label,
    window_status,
)
from backend.domain.wording import short_date
from backend.features.plans.schemas import (
    ActivityOut,
    FigureOut,
    QuestionOut,
    StatusOut,
    WindowOut,
)
from backend.tables import Activity, ActivityWindow, AuthorQuestion, Section

_OPEN_ENDED = {"continuous", "recurring"}
# Which of several windows speaks for the row: what is late first, what is done last.
_URGENCY = (StatusKind.LATE, StatusKind.DUE, StatusKind.RUN, StatusKind.IDLE, StatusKind.OK)
_STATE = text(
    "select activity_id, school_id, fact, since_on from app.row_state(:edition, :day)"
    " order by activity_id, school_id, fact"
)


@dataclass(frozen=True, slots=True)
class NeededFact:
    """A fact a school needs for a row; `since_on` None = it has not come about."""

    activity_id: UUID
    school_id: UUID
    fact: str
    since_on: date | None


@dataclass(frozen=True, slots=True)
class EditionRows:
    """Everything about the rows of an edition on one day."""

    activities: list[ActivityOut]
    section_of: dict[UUID, tuple[str, str]]
    needed: list[NeededFact]


async def read_rows(
    session: AsyncSession, *, edition_id: UUID, adopted_on: date, today: date
) -> EditionRows:
    """Return the rows with statuses, figures and questions, in the order of the act."""
    activities = (
        await session.execute(
            select(Activity, Section.code, Section.title)
            .join(Section, Section.id == Activity.section_id)
            .where(Section.edition_id == edition_id)
            .order_by(Section.position, Activity.position, Activity.id)
        )
    ).all()
    ids = [row[0].id for row in activities]
    windows = defaultdict(list)
    for window in await session.scalars(
        select(ActivityWindow)
        .where(ActivityWindow.activity_id.in_(ids))
        .order_by(ActivityWindow.activity_id, ActivityWindow.position)
    ):
        windows[window.activity_id].append(window)
    questions = defaultdict(list)
    for question in await session.scalars(
        select(AuthorQuestion)
        .where(AuthorQuestion.activity_id.in_(ids), AuthorQuestion.answer.is_(None))
        .order_by(AuthorQuestion.id)
    ):
        questions[question.activity_id].append(question)
    needed = [
        NeededFact(*row)
        for row in await session.execute(_STATE, {"edition": edition_id, "day": today})
    ]
    facts = defaultdict(list)
    for fact in needed:
        facts[fact.activity_id].append(fact)
    return EditionRows(
        activities=[
            _activity(
                row, windows[row[0].id], questions[row[0].id], facts[row[0].id], adopted_on, today
            )
            for row in activities
        ],
        section_of={row[0].id: (row[1], row[2]) for row in activities},
        needed=needed,
    )


def is_met(facts: list[NeededFact], on: date) -> dict[UUID, bool]:
    """Return, school by school, whether all needed facts had come about by a day."""
    met: dict[UUID, bool] = {}
    for fact in facts:
        had = fact.since_on is not None and fact.since_on <= on
        met[fact.school_id] = met.get(fact.school_id, True) and had
    return met


def _activity(
    row: Row[Activity, str, str],
    windows: list[ActivityWindow],
    questions: list[AuthorQuestion],
    facts: list[NeededFact],
    adopted_on: date,
    today: date,
) -> ActivityOut:
    activity = row[0]
    open_ended = activity.recurrence in _OPEN_ENDED
    figure = _figure(windows, facts, today, open_ended=open_ended)
    named = len(windows) > 1
    outs = []
    for window in windows:
        label = window_label(window.starts_on, window.ends_on)
        status = window_status(
            Window(window.starts_on, window.ends_on, window.accepted_on, window.note),
            today=today,
            adopted_on=adopted_on,
            open_ended=open_ended,
            label=label if named else None,
        )
        outs.append(_window(window, label, _with_value_at_due(status, window, figure)))
    return ActivityOut(
        id=activity.id,
        number=activity.number,
        title=activity.title,
        term_source=activity.term_source,
        responsible_source=activity.responsible_source,
        result_document=activity.result_document,
        expected_result=activity.expected_result,
        recurrence=activity.recurrence,
        windows=outs,
        status=_speaks_for_row(outs),
        figure=figure,
        questions=[QuestionOut(text=q.text, short_text=q.short_text) for q in questions],
    )


def _window(window: ActivityWindow, label: str, status: Status) -> WindowOut:
    return WindowOut(
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        weekend=weekend_word(window.ends_on),
        is_derived=window.is_derived,
        label=label,
        accepted_on=window.accepted_on,
        status=StatusOut(kind=status.kind, text=status.text, days=status.days),
    )


def _with_value_at_due(status: Status, window: ActivityWindow, figure: FigureOut | None) -> Status:
    """Say in the words of an accepted row what the figure was on the deadline, when it was less."""
    if figure is None or window.accepted_on is None or figure.due_on != window.ends_on:
        return status
    if figure.met_at_due is None or figure.met_at_due >= figure.met:
        return status
    text_ = f"Принято {short_date(window.accepted_on)}, на срок было {figure.met_at_due} из {figure.total}"
    return Status(status.kind, text_, status.days)


def _figure(
    windows: list[ActivityWindow], facts: list[NeededFact], today: date, *, open_ended: bool
) -> FigureOut | None:
    if not facts:
        return None
    now = is_met(facts, today)
    past = [] if open_ended else [w.ends_on for w in windows if w.ends_on < today]
    due_on = max(past, default=None)
    return FigureOut(
        met=sum(now.values()),
        total=len(now),
        due_on=due_on,
        met_at_due=sum(is_met(facts, due_on).values()) if due_on else None,
    )


def _speaks_for_row(windows: list[WindowOut]) -> StatusOut:
    if not windows:
        return StatusOut(kind=StatusKind.IDLE, text="Срок не указан", days=None)
    return min(windows, key=lambda w: _URGENCY.index(StatusKind(w.status.kind))).status
