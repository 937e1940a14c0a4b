"""Writes of scales: a version is never changed, a new one takes its place, with author, reason and document."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.scope import Caller
from backend.core.errors import Conflict, wrong_field
from backend.domain.scales import SideCondition, why_not_bands, why_not_conditions
from backend.features.assessments.scale_file import stored_condition
from backend.features.assessments.scales.queries import read_scale, why_not_edit
from backend.features.assessments.scales.schemas import Band, Condition, ScaleIn, ScaleVersionIn
from backend.tables import Scale, Subject

_KEY = ("kind", "procedure", "subject_id", "programme_grade", "series", "year_from")
_NO_FIGURES: dict[str, Any] = dict.fromkeys(
    ("min_3", "min_4", "min_5", "max_primary", "profile_min", "min_test", "min_mark", "test_scores")
)
_CONTENT = (*_NO_FIGURES, "conditions", "year_to", "source", "confidence")
Said = ScaleIn | ScaleVersionIn


async def create_scale(session: AsyncSession, caller: Caller, said: ScaleIn) -> UUID:
    """Write the first version of a scale and return its id; raises `Conflict` when there is one, `Invalid`."""
    subject_id = await session.scalar(select(Subject.id).where(Subject.code == said.subject))
    if subject_id is None:
        raise wrong_field("subject", "Такого предмета нет в справочнике.")
    key = {
        **{name: getattr(said, name) for name in _KEY if name != "subject_id"},
        "subject_id": subject_id,
    }
    row = {**key, **_content(said.kind, said.year_from, said), **_said_by(caller, said)}
    version = 1 + (
        await session.scalar(
            select(func.coalesce(func.max(Scale.version), 0))
            .where(*(getattr(Scale, name) == value for name, value in key.items()))
            .where(Scale.passport_id.is_(None))
        )
        or 0
    )
    made: UUID | None = await session.scalar(
        insert(Scale)
        .values(**row, version=version, state="current", origin="person")
        .on_conflict_do_nothing()
        .returning(Scale.id)
    )
    if made is None:
        raise Conflict(
            "Такая шкала с этого года уже есть: откройте её и напишите новую версию.",
            slug="already-there",
        )
    return made


async def add_version(
    session: AsyncSession, caller: Caller, scale_id: UUID, said: ScaleVersionIn
) -> UUID:
    """Write a version in place of one that is in force; raises `NotFound`, `Conflict`, `Invalid`."""
    row = await read_scale(session, scale_id)
    refusal = why_not_edit(row)
    if refusal is not None:
        raise Conflict(refusal, slug="not-in-force")
    content = _content(row["kind"], row["year_from"], said)
    if all(row[name] == content[name] for name in _CONTENT):
        raise wrong_field("reason", "Ничего не изменилось: новая версия не нужна.")
    # Who comes second finds that the version is no longer in force.
    taken = await session.scalar(
        update(Scale)
        .where(Scale.id == scale_id, Scale.state == "current")
        .values(state="superseded")
        .returning(Scale.id)
    )
    if taken is None:
        raise Conflict(
            "Пока вы писали, версию заменили. Откройте действующую: введённое не потеряется.",
            slug="not-in-force",
        )
    of_key = [getattr(Scale, name) == row[name] for name in _KEY]
    of_key.append(Scale.passport_id.is_(None))
    await session.execute(
        update(Scale).where(*of_key, Scale.state == "offered").values(state="superseded")
    )
    newest = await session.scalar(select(func.max(Scale.version)).where(*of_key))
    made: UUID | None = await session.scalar(
        insert(Scale)
        .values(
            **{name: row[name] for name in _KEY}, **content, **_said_by(caller, said),
            version=(newest or 0) + 1, state="current", origin="person", supersedes_id=scale_id,
        )
        .returning(Scale.id)
    )  # fmt: skip
    assert made is not None
    return made


def _said_by(caller: Caller, said: Said) -> dict[str, Any]:
    return {"author_id": caller.person_id, "reason": said.reason, "basis": said.basis}


def _content(kind: str, year_from: int, said: Said) -> dict[str, Any]:
    """Return the figures of a kind as the table keeps them; raises `Invalid` at the field that is wrong."""
    if said.year_to < year_from:
        raise wrong_field("year_to", f"Последний год раньше первого ({year_from}).")
    if kind != "marks" and (said.conditions or said.profile_min is not None):
        raise wrong_field("conditions", "Дополнительные условия бывают только у шкалы отметок.")
    read: dict[str, Callable[[Said], dict[str, Any]]] = {
        "marks": _marks,
        "minimum": _minimum,
        "conversion": _conversion,
    }
    return {
        **_NO_FIGURES,
        "conditions": [],
        "year_to": said.year_to,
        "source": said.source,
        "confidence": said.confidence,
        **read.get(kind, _threshold)(said),
    }


def _marks(said: Said) -> dict[str, Any]:
    if said.bands is None or said.max_primary is None:
        raise wrong_field("bands", "Укажите границы отметок «2»–«5» и максимум работы.")
    figures = {**lowest_of(said.bands, said.max_primary), "max_primary": said.max_primary}
    if said.profile_min is not None and said.profile_min > said.max_primary:
        raise wrong_field("profile_min", "Минимум для профильного класса больше максимума работы.")
    return {
        **figures,
        "profile_min": said.profile_min,
        "conditions": _conditions(said.conditions, said.max_primary),
    }


def lowest_of(bands: list[Band], max_primary: int) -> dict[str, int]:
    """Return min_3, min_4, min_5 of bands; raises `Invalid` with what is wrong with them."""
    by_mark = {str(band.mark): (band.lowest, band.highest) for band in bands}
    if len(by_mark) != len(bands) or len(by_mark) != 4:
        raise wrong_field(
            "bands", "Нужны границы каждой из отметок «2», «3», «4», «5» по одному разу."
        )
    refusal = why_not_bands(dict(sorted(by_mark.items())), max_primary=max_primary)
    if refusal is not None:
        raise wrong_field("bands", refusal)
    return {f"min_{mark}": by_mark[mark][0] for mark in ("3", "4", "5")}


def _conditions(said: list[Condition], max_primary: int) -> list[dict[str, Any]]:
    conditions = [
        SideCondition(
            code=one.code,
            title=one.title,
            minima=tuple(sorted((m.mark, m.points) for m in one.minima)),
            lowers=one.lowers,
        )
        for one in said
    ]
    refusal = why_not_conditions(conditions)
    if refusal is not None:
        raise wrong_field("conditions", refusal)
    if any(points > max_primary for one in conditions for _, points in one.minima):
        raise wrong_field("conditions", "В условии баллов больше, чем во всей работе.")
    return [stored_condition(one) for one in conditions]


def _minimum(said: Said) -> dict[str, Any]:
    if not said.min_primary:
        raise wrong_field("min_primary", "Укажите наименьший первичный балл для «3», от 1.")
    if said.max_primary is not None and said.max_primary < said.min_primary:
        raise wrong_field("max_primary", "Максимум работы меньше минимума для «3».")
    return {"min_3": said.min_primary, "max_primary": said.max_primary}


def _threshold(said: Said) -> dict[str, Any]:
    if (said.min_test is None) == (said.min_mark is None):
        raise wrong_field("min_test", "Укажите одно из двух: тестовый балл или отметку.")
    return {"min_test": said.min_test, "min_mark": said.min_mark}


def _conversion(said: Said) -> dict[str, Any]:
    scores = said.test_scores
    if scores is None:
        raise wrong_field(
            "test_scores", "Укажите тестовый балл для каждого первичного, начиная с 0."
        )
    if scores[0] != 0 or scores != sorted(scores):
        raise wrong_field("test_scores", "Тестовые баллы начинаются с 0 и не убывают.")
    if said.max_primary is not None and said.max_primary != len(scores) - 1:
        raise wrong_field(
            "test_scores",
            f"Первичных баллов от 0 до {said.max_primary} должно быть {said.max_primary + 1}, указано {len(scores)}.",
        )
    return {"test_scores": scores, "max_primary": len(scores) - 1}
