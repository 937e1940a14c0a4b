"""What a school may set a target for, and what its base would be before it is frozen."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import wrong_field
from backend.domain.statistics import is_small_sample
from backend.domain.targets.attainment import what_target_means, why_not_target
from backend.domain.targets.forms import why_not_same_works
from backend.domain.targets.measuring import METRICS, Measure, measure
from backend.domain.wording import count
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES
from backend.features.targets.catalogue import metric_words
from backend.features.targets.counting.judging import figure, history, metric_out
from backend.features.targets.counting.results import Choice, YearResults, results_of_choice
from backend.features.targets.queries import read_school
from backend.features.targets.schemas import (
    TargetChoicesOut,
    TargetLinkOut,
    TargetPreviewOut,
    TargetWorkOut,
)
from backend.tables import Subject

_WORKS = text(
    """
    select w.procedure, w.wave, b.code as subject, b.name as subject_name,
        array_agg(distinct w.grade order by w.grade) as grades, array_agg(distinct w.year order by w.year) as years
    from protocol p join work w on w.id = p.work_id join subject b on b.id = w.subject_id
    where p.school_id = :school and p.state = 'current'
    group by w.procedure, w.wave, b.id order by max(w.year) desc, w.procedure, b.position, w.wave
    """
)
_LINKS = text(
    """
    select 'activity' as kind, a.lineage_id as id, a.number || ' ' || a.title as title, a.term_source as note,
        1 as rank, e.id as of, s.position as place, a.position as position
    from activity a join section s on s.id = a.section_id join edition e on e.id = s.edition_id
    join plan p on p.id = e.plan_id
    join school sch on sch.id = :school join municipality m on m.id = sch.municipality_id and m.office_id = p.office_id
    where e.state = 'in_force'
    union all
    select 'measure', x.id, x.title, 'мера программы, ' || r.cycle, 2, r.id, x.stage, x.position
    from programme_measure x join risk_programme r on r.id = x.programme_id where x.school_id = :school
    union all
    select 'action_point', a.id, a.text, 'договорённость, до ' || to_char(a.due_on, 'DD.MM.YYYY'), 3, a.school_id, 0,
        a.due_on - date '2000-01-01'
    from action_point a where a.school_id = :school and a.state <> 'cancelled'
    order by rank, of, place, position, id
    """
)


@dataclass(frozen=True, slots=True)
class PreviewAsked:
    """What a target would be set for; without a value only the base is told."""

    metric: str
    procedure: str
    wave: str
    subject: str
    grade: int | None
    base_year: int
    due_year: int
    target_value: Decimal | None


async def get_choices(
    session: AsyncSession, school_id: UUID, *, this_year: int
) -> TargetChoicesOut:
    """Return metrics, works with results and what may lead to a target; raises `NotFound`."""
    name = await read_school(session, school_id)
    works = (await session.execute(_WORKS, {"school": school_id})).mappings()
    return TargetChoicesOut(
        school_id=school_id,
        school_name=name,
        metrics=[metric_out(code) for code in metric_words()],
        works=[TargetWorkOut(title=_title(**row), **row) for row in works],
        links=await list_link_choices(session, school_id),
        due_year=this_year,
    )


async def list_link_choices(session: AsyncSession, school_id: UUID) -> list[TargetLinkOut]:
    """Return rows of the plans in force, measures and agreements of a school that the reader sees."""
    rows = (await session.execute(_LINKS, {"school": school_id})).mappings()
    names = TargetLinkOut.model_fields
    return [TargetLinkOut(**{name: row[name] for name in names}) for row in rows]


async def preview(session: AsyncSession, school_id: UUID, asked: PreviewAsked) -> TargetPreviewOut:
    """Return the base of a choice, what speaks against it or the value, and the years beside it; raises `NotFound`."""
    await read_school(session, school_id)
    subject = await subject_of(session, asked.subject)
    choice = Choice(
        school_id, asked.procedure, asked.wave, subject.id, asked.grade, asked.base_year, asked.due_year
    )  # fmt: skip
    years = await results_of_choice(session, choice)
    base, forms = base_in(years, asked.metric, asked.base_year)
    measured = METRICS[asked.metric]
    problem = why_no_base(base, asked.base_year)
    about = {
        "procedure": asked.procedure, "subject_name": subject.name,
        "base_year": asked.base_year, "due_year": asked.due_year,
    }  # fmt: skip
    against, means = None, None
    if base is not None and problem is None and asked.target_value is not None:
        against = why_not_target(measured, base, asked.target_value)
        means = what_target_means(measured, base, asked.target_value) if against is None else None
    return TargetPreviewOut(
        base=figure(measured, base),
        base_problem=problem,
        notes=_notes(base, forms, years, asked.procedure, subject.name),
        target_problem=against,
        target_means=means,
        history=history(measured, years, forms, about),
    )


def base_in(
    years: list[YearResults], metric: str, base_year: int
) -> tuple[Measure | None, list[dict[str, object]]]:
    """Return the measure of the base year and its works; None without results of that year."""
    found = next((year for year in years if year.year == base_year), None)
    if found is None:
        return None, []
    return measure(metric, found.counts), [dict(form) for form in found.forms]


def why_no_base(base: Measure | None, year: int) -> str | None:
    """Return why there is nothing to set a target over, None when there is."""
    if base is None:
        return f"За {year} год у школы нет результатов этой работы. Без базы и числа участников цель не ставят."
    if base.n == 0 or base.out_of == 0:
        return f"За {year} год показатель посчитать не из чего: нет участников с нужными данными. Возьмите другой показатель."
    return None


async def subject_of(session: AsyncSession, code: str) -> Subject:
    """Return a subject by its code; raises `Invalid`."""
    found: Subject | None = await session.scalar(select(Subject).where(Subject.code == code))
    if found is None:
        raise wrong_field("subject", "Такого предмета нет в справочнике.")
    return found


def _title(procedure: str, wave: str, subject_name: str, **_: object) -> str:
    season = "" if wave == "main" else f", {WAVE_TITLES[wave]}"
    return f"{PROCEDURE_TITLES[procedure]}{season}, {subject_name[:1].lower()}{subject_name[1:]}"


def _notes(
    base: Measure | None,
    forms: list[dict[str, object]],
    years: list[YearResults],
    procedure: str,
    subject: str,
) -> list[str]:
    if base is None or base.n == 0:
        return []
    notes = []
    if is_small_sample(base.n):
        people = count(base.n, "участник", "участника", "участников")
        notes.append(
            f"Малая выборка: {people}. Один ученик — это {round(100 / base.n)}\u00a0% всех."
        )
    start = int(str(forms[0]["year"]))
    against = (
        (year.year, why_not_same_works(procedure, subject, forms, year.forms))
        for year in years
        if year.year > start
    )
    notes += [f"{year} год с базой не сравнить: {why}" for year, why in against if why]
    return notes
