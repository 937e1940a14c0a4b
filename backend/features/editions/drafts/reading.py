"""What the texts of a draft are read as: windows, parties, questions. No text is changed by reading it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.plan_questions import Question, ask_about_act, ask_about_plan, ask_about_row
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.domain.responsible import (
    Party,
    PartyVocabulary,
    party_vocabulary,
    read_responsible,
)
from backend.domain.schedule import Period, Term, TermWindow, is_weekly, read_term
from backend.features.editions.document import DraftDocument, DraftRow
from backend.tables import School

_PARTIES = Path(__file__).parents[3] / "data" / "parties.yaml"


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row of a draft as read; `windows` are the author's where he has stated them."""

    row: DraftRow
    term: Term
    windows: tuple[TermWindow, ...]
    parties: tuple[Party, ...]
    questions: tuple[Question, ...]

    @property
    def recurrence(self) -> str:
        """How the row repeats; stated windows say it by their number."""
        if not self.row.windows:
            return self.term.recurrence
        return "once" if len(self.windows) <= 1 else "multi_window"


@dataclass(frozen=True, slots=True)
class DraftReading:
    rows: tuple[RowReading, ...]
    questions: tuple[Question, ...]

    @property
    def blocking(self) -> list[str]:
        """Return why the draft cannot come into force, row by row."""
        found = [q.text for q in self.questions if q.is_blocking]
        return found + [
            f"{reading.row.number}: {question.text}"
            for reading in self.rows
            for question in reading.questions
            if question.is_blocking
        ]


@cache
def vocabulary() -> PartyVocabulary:
    """Return the words of parties; the file is read once a process."""
    return party_vocabulary(yaml.safe_load(_PARTIES.read_text(encoding="utf-8")))


async def school_names(session: AsyncSession) -> Sequence[str]:
    """Return the names of the schools the caller sees, as registered."""
    return list(await session.scalars(select(School.short_name).order_by(School.sort_name)))


def plan_text(document: DraftDocument) -> PlanText:
    """Return the words of a draft."""
    return PlanText(
        document.heading,
        tuple(
            SectionText(
                section.code,
                section.title,
                SectionForm(section.form),
                tuple(row_text(row) for row in section.rows),
            )
            for section in document.sections
        ),
    )


def row_text(row: DraftRow) -> RowText:
    """Return the six texts of a row."""
    return RowText(
        row.number,
        row.title,
        row.term_source,
        row.responsible_source,
        row.result_document,
        row.expected_result,
        tuple(row.cells),
    )


def read_draft(document: DraftDocument, *, schools: Sequence[str], today: date) -> DraftReading:
    """Read every row and ask what is open; CPU work of a few milliseconds a plan."""
    earlier: dict[tuple[str, str | None], str] = {}
    readings = []
    for section in document.sections:
        for row in section.rows:
            readings.append(_read_row(row, document, earlier, schools, form=section.form))
            earlier.setdefault((row.title, row.result_document or row.expected_result), row.number)
    act = document.act
    questions = [
        *ask_about_act(
            number=act.number,
            signed_on=act.signed_on,
            effective_on=act.effective_on,
            period=(document.period_start, document.period_end),
            today=today,
        ),
        *ask_about_plan(plan_text(document)),
    ]
    return DraftReading(tuple(readings), tuple(questions))


def read_row_term(
    text: str, title: str, document: DraftDocument, *, form: str = SectionForm.ROAD_MAP
) -> Term:
    """Read a term against the periods of the plan; rows of a project's plan last as long as the project."""
    start, end = sorted((document.period_start, document.period_end))
    project = None
    if document.project_start and document.project_end and form == SectionForm.PROJECT:
        project = Period(*sorted((document.project_start, document.project_end)))
    return read_term(text, period=Period(start, end), project=project, weekly=is_weekly(title))


def _read_row(
    row: DraftRow,
    document: DraftDocument,
    earlier: dict[tuple[str, str | None], str],
    schools: Sequence[str],
    *,
    form: str,
) -> RowReading:
    term = read_row_term(row.term_source, row.title, document, form=form)
    who = read_responsible(row.responsible_source, vocabulary(), schools)
    stated = row.windows
    windows = (
        tuple(TermWindow(w.starts_on, w.ends_on, is_derived=False) for w in stated)
        if stated  # a list without dates states nothing: the words are read
        else term.windows
    )
    questions = ask_about_row(
        row_text(row),
        term,
        has_windows=bool(stated),
        has_predicate=bool(row.results),
        unread_parties=() if row.parties is not None else who.unread,
        earlier=earlier,
    )
    # What somebody has already asked about the same gap, in better words, is not asked again.
    asked = [_first_sentence(remark) for remark in row.remarks]
    fresh = tuple(q for q in questions if _first_sentence(q.text) not in asked)
    return RowReading(row, term, windows, who.parties, fresh)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0]
