"""What a draft may not say: names nobody knows, the same twice, numbers that cannot be. All of it at once, with places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Invalid
from backend.features.editions.document import (
    DraftDocument,
    DraftParty,
    DraftResult,
    DraftRow,
    DraftWindow,
)
from backend.tables import FactKind, Organisation, Person, School

_YEARS = range(1990, 2200)
_SHOWN = 50
Place = tuple[str, str]
"""JSON pointer (below what is looked at), Russian sentence."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a draft may name: codes of facts and organisations, ids of the schools and people the caller sees."""

    facts: frozenset[str]
    organisations: frozenset[str]
    schools: frozenset[UUID]
    people: frozenset[UUID]


async def check_document(session: AsyncSession, document: DraftDocument) -> None:
    """Refuse a draft whose rows could not be written as they stand; raises `Invalid` with every place."""
    known = _Known(
        frozenset(await session.scalars(select(FactKind.code))),
        frozenset(await session.scalars(select(Organisation.code))),
        frozenset(await session.scalars(select(School.id))),
        frozenset(await session.scalars(select(Person.id))),
    )
    found = list(_wrong_places(document, known))
    if found:
        raise Invalid(
            "; ".join(message for _, message in found[:3]),
            errors=[
                {"pointer": pointer, "code": "value", "message": message}
                for pointer, message in found[:_SHOWN]
            ],
        )


def _wrong_places(document: DraftDocument, known: _Known) -> Iterator[Place]:
    yield from _about_periods(document)
    keys: set[UUID] = set()
    continued: dict[UUID, str] = {}
    for place, section in enumerate(document.sections):
        for index, row in enumerate(section.rows):
            here = f"/sections/{place}/rows/{index}"
            if row.key in keys:
                yield f"{here}/key", f"Строка {row.number}: ключ уже есть у другой строки."
            keys.add(row.key)
            if row.lineage_id in continued:
                rows = f"{continued[row.lineage_id]} и {row.number}"
                yield f"{here}/lineage_id", f"Строки {rows} продолжают одну прежнюю строку."
            elif row.lineage_id:
                continued[row.lineage_id] = row.number
            for pointer, message in _about_row(row, known):
                yield f"{here}{pointer}", f"Строка {row.number}: {message}"


def _about_periods(document: DraftDocument) -> Iterator[Place]:
    for name in ("period_start", "period_end", "project_start", "project_end"):
        yield from _about_day(f"/{name}", getattr(document, name))
    for name in ("signed_on", "effective_on"):
        yield from _about_day(f"/act/{name}", getattr(document.act, name))
    start, end = document.project_start, document.project_end
    if (start is None) != (end is None):
        name = "project_start" if start is None else "project_end"
        yield f"/{name}", "Укажите и начало, и конец проекта или ни того, ни другого."
    if start and end and end < start:
        yield "/project_end", "Конец проекта раньше начала."


def _about_row(row: DraftRow, known: _Known) -> Iterator[Place]:
    for kind, places in (
        ("windows", [_about_window(window) for window in row.windows or ()]),
        ("parties", [_about_party(party, known) for party in row.parties or ()]),
        ("results", [_about_result(result, known) for result in row.results]),
    ):
        for place, found in enumerate(places):
            for pointer, message in found:
                yield f"/{kind}/{place}{pointer}", message


def _about_window(window: DraftWindow) -> Iterator[Place]:
    yield from _about_day("/starts_on", window.starts_on)
    yield from _about_day("/ends_on", window.ends_on)
    if window.starts_on and window.ends_on < window.starts_on:
        yield "/ends_on", "конец срока раньше начала."


def _about_party(party: DraftParty, known: _Known) -> Iterator[Place]:
    named: Sequence[object] = (party.organisation, party.role, party.school_id, party.person_id)
    if sum(value is not None for value in named) != 1:
        yield "", "укажите что-то одно: организацию, роль, школу или человека."
    if party.organisation is not None and party.organisation not in known.organisations:
        yield "/organisation", "такой организации нет в справочнике."
    if party.school_id is not None and party.school_id not in known.schools:
        yield "/school_id", "такой школы нет или она вам не видна."
    if party.person_id is not None and party.person_id not in known.people:
        yield "/person_id", "такого сотрудника нет или он вам не виден."


def _about_result(result: DraftResult, known: _Known) -> Iterator[Place]:
    if (result.quantifier == "all") != (result.threshold is None):
        yield "/threshold", "число нужно там, где «не менее» или «доля», и только там."
    elif result.quantifier == "share" and (result.threshold or 0) > 100:
        yield "/threshold", "доля не бывает больше 100 %."
    for place, fact in enumerate(result.facts):
        if fact not in known.facts:
            yield f"/facts/{place}", "такого факта нет в справочнике."


def _about_day(pointer: str, day: date | None) -> Iterator[Place]:
    if day is not None and day.year not in _YEARS:
        yield pointer, f"Проверьте год: {day.year}."
