"""What a workbook says of a unit's figures: one list of columns for every table."""

from collections.abc import Sequence
from typing import Any

from backend.core.table_book import Cell
from backend.features.figures.queries.reading.counting import MISSING, TITLES

Answer = dict[str, Any]
_MEANS = {
    "sou": "СОУ, %",
    "avg_mark": "Средняя отметка",
    "avg_primary": "Средний первичный балл",
    "avg_test": "Средний тестовый балл",
}
FIGURE_COLUMNS: Sequence[tuple[str, int]] = (
    ("Участников", 11),
    ("«2»", 7), ("«3»", 7), ("«4»", 7), ("«5»", 7),
    *((title, 10) for title in _MEANS.values()),
    ("Выполнение, %", 11),
    *(
        column
        for title in TITLES.values()
        for column in (
            (f"{title}, чел.", 9), (f"{title}, из", 9), (f"{title}, %", 9),
            (f"{title}, от %", 9), (f"{title}, до %", 9),
        )
    ),
    ("Примечание", 26),
)  # fmt: skip
WORK_COLUMNS: Sequence[tuple[str, int]] = (
    ("Процедура", 14),
    ("Год", 7),
    ("Волна", 12),
    ("Предмет", 20),
    ("Класс", 7),
    ("Программа класса", 10),
    ("Серия", 9),
)


def figure_cells(figures: Answer) -> list[Cell]:
    """Return the figures in the order of `FIGURE_COLUMNS`; of what is missing its sign."""
    if figures["kind"] == "suppressed":
        sign, text = MISSING["suppressed"]
        return [*[sign] * (len(FIGURE_COLUMNS) - 1), text]
    cells: list[Cell] = [figures[name] for name in ("n", "n2", "n3", "n4", "n5")]
    cells += [said(figures[name], "value") for name in _MEANS]
    cells.append(said(figures["completion"], "pct"))
    for name in TITLES:
        cells += share_cells(figures[name])
    return [*cells, "Малая выборка" if figures["small_sample"] else ""]


def share_cells(share: Answer) -> list[Cell]:
    """Return count, n, percent and both ends of the interval."""
    return [said(share, name) for name in ("count", "n", "pct", "ci_low_pct", "ci_high_pct")]


def said(figure: Answer | None, name: str) -> Cell:
    """Return a number of a figure, or the sign of why it is missing."""
    if figure is None:
        return None
    value: Cell = figure[name]
    return MISSING[figure["kind"]][0] if figure["kind"] != "measured" else value


def work_cells(work: Answer) -> list[Cell]:
    """Return a work in the order of `WORK_COLUMNS`."""
    return [
        work["procedure_title"],
        work["year"],
        work["wave_title"],
        work["subject_name"],
        work["grade"],
        work["programme_grade"],
        work["series"] or None,
    ]
