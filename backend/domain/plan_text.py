"""A plan as its act words it: sections, rows and six texts a row, before anything is derived from them.

The same shape serves a file that is read, a draft that is edited, an edition in force and a table that is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class SectionForm(StrEnum):
    """The two tables of the decree.

    ROAD_MAP: №, Мероприятия, Сроки, Ответственный, Итоговый документ. PROJECT, of the plan «500+»: without numbers,
    Мероприятие, Срок исполнения, Ожидаемый результат, Ответственные.
    """

    ROAD_MAP = "road_map"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class RowText:
    """One row, verbatim. `None` = the cell is empty or the table has no such column; never an empty string there.

    `number`: «1.1» without the closing dot; in a section without numbers our ordinal «500+.4».
    `cells`: the cells of the file the row was read from, left to right, untouched; () when it was typed here.
    """

    number: str
    title: str
    term_source: str
    responsible_source: str
    result_document: str | None
    expected_result: str | None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section in the order of the act; `code` is what the numbers of its rows begin with («1», «500+»)."""

    code: str
    title: str
    form: SectionForm
    rows: tuple[RowText, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole plan. `heading` is the line above the first table, «на 2020-2021г.» included."""

    heading: str
    sections: tuple[SectionText, ...]

    def rows(self) -> Iterator[RowText]:
        """Yield every row in the order of the act."""
        for section in self.sections:
            yield from section.rows
