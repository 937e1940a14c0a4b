"""Units and works in words, the same in lists, comparisons and workbooks; the unit a question is about."""

from typing import Any
from uuid import UUID

from backend.core.errors import NotFound, wrong_field
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES, work_title
from backend.features.figures.asked import PlaceFilter
from backend.features.figures.queries.reading.counting import MISSING, Answer
from backend.features.figures.queries.reading.rows import Loaded, Place, SchoolRow, WorkRow
from backend.features.figures.rule import cluster_title

LEVELS = {
    "school": "Школы",
    "municipality": "Районы и округа",
    "office": "Территориальные управления",
    "region": "Регионы",
    "cluster": "Группы похожих школ",
}
_NOT_IN_SIGHT = {
    "school": "Такой школы нет среди доступных вам.",
    "municipality": "Такого района нет среди доступных вам.",
    "office": "Такого управления нет среди доступных вам.",
    "region": "Такого региона нет среди доступных вам.",
    "cluster": "Такой группы школ нет среди доступных вам.",
}


def work_out(work: WorkRow) -> Answer:
    """Return a work with its title."""
    return {
        "id": work.id,
        "title": title_of(work),
        "procedure": work.procedure,
        "procedure_title": PROCEDURE_TITLES[work.procedure],
        "year": work.year,
        "wave": work.wave,
        "wave_title": WAVE_TITLES[work.wave],
        "subject_code": work.subject_code,
        "subject_name": work.subject_name,
        "subject_short_name": work.subject_short_name,
        "grade": work.grade,
        "programme_grade": work.programme_grade,
        "series": work.series,
        "max_primary": work.max_primary,
    }


def title_of(work: WorkRow) -> str:
    """Return «ВПР, математика, 5 класс, 2021»."""
    return work_title(
        procedure=work.procedure,
        year=work.year,
        wave=work.wave,
        subject=work.subject_name,
        grade=work.grade,
        programme_grade=work.programme_grade,
        series=work.series,
    )


def legend() -> list[Answer]:
    """Return what stands in place of a number and why."""
    return [{"kind": kind, "sign": sign, "text": text_} for kind, (sign, text_) in MISSING.items()]


def units_in_sight(loaded: Loaded, level: str) -> list[Answer]:
    """Return the units of a level in alphabetical order."""
    if level == "school":
        names = {place.municipality_id: place.municipality_name for place in loaded.places}
        return [_school(school, names[school.municipality_id]) for school in loaded.schools]
    if level == "cluster":
        found = [_unit("cluster", code, cluster_title(code)) for code in loaded.seen_clusters]
    else:
        found = list({place.at(level)[0]: _place(place, level) for place in loaded.places}.values())
    return sorted(found, key=lambda unit: (unit["name"].lower().replace("ё", "е"), unit["id"]))


def unit_filter(level: str, unit_id: str) -> PlaceFilter:
    """Return the filter that leaves one unit; raises `Invalid` when the id is none."""
    if level == "cluster":
        return PlaceFilter(cluster=unit_id)
    try:
        place: Any = {f"{level}_id": UUID(unit_id)}
        return PlaceFilter(**place)
    except ValueError as error:
        raise wrong_field(
            "unit_id", "Идентификатор не разобран. Откройте страницу заново."
        ) from error


def the_unit(loaded: Loaded, level: str) -> Answer:
    """Return the unit the filter has left; raises `NotFound`."""
    found = units_in_sight(loaded, level)
    if not found:
        raise NotFound(_NOT_IN_SIGHT[level])
    return found[0]


def _school(school: SchoolRow, municipality_name: str) -> Answer:
    return {
        "level": "school",
        "id": school.id,
        "name": school.name,
        "municipality_id": school.municipality_id,
        "municipality_name": municipality_name,
        "office_id": school.office_id,
        "region_id": school.region_id,
        "cluster": school.cluster,
        "is_rural": school.is_rural,
        "pupils": school.pupils,
    }


def _place(place: Place, level: str) -> Answer:
    unit = _unit(level, *place.at(level))
    if level == "municipality":
        unit["municipality_id"] = place.municipality_id
        unit["municipality_name"] = place.municipality_name
    if level in {"municipality", "office"}:
        unit["office_id"] = place.office_id
    unit["region_id"] = place.region_id
    return unit


def _unit(level: str, id_: str, name: str) -> Answer:
    nothing = (
        "municipality_id",
        "municipality_name",
        "office_id",
        "region_id",
        "is_rural",
        "pupils",
    )
    return {
        "level": level,
        "id": id_,
        "name": name,
        **dict.fromkeys(nothing),
        "cluster": id_ if level == "cluster" else None,
    }
