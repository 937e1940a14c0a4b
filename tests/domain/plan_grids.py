"""Grids of cells as real files have them, for the tests of recognition."""

from pathlib import Path

import yaml

from backend.domain.plan_grid import Block, Cell, Grid, GridRow, Paragraph, table_words
from backend.domain.plan_table import Recognised, recognise
from backend.domain.plan_text import RowText

DATA = Path(__file__).parents[2] / "backend" / "data" / "plan_tables.yaml"
WORDS = table_words(yaml.safe_load(DATA.read_text(encoding="utf-8")))
HEADER = ("№ п/п", "Мероприятия", "Сроки", "Ответственный", "Итоговый документ")
PROJECT_HEADER = ("Мероприятие", "Срок исполнения", "Ожидаемый результат", "Ответственные")


def cells(*texts: str) -> GridRow:
    return tuple(Cell(text) for text in texts)


def over(text: str, span: int = 5) -> GridRow:
    """A row of one cell merged over all columns."""
    return (Cell(text, span),)


def row(number: str, title: str = "Анализ", term: str = "Март 2021", who: str = "ЦУ") -> GridRow:
    return cells(number, title, term, who, "Справка")


def grid(*rows: GridRow, sheet: str | None = None) -> Grid:
    return Grid(rows, sheet)


def read(*blocks: Block | str) -> Recognised:
    """Recognise; a string is a paragraph."""
    return recognise([Paragraph(b) if isinstance(b, str) else b for b in blocks], WORDS)


def numbers(found: Recognised) -> dict[str, list[str]]:
    return {section.code: [r.number for r in section.rows] for section in found.plan.sections}


def remarks(found: Recognised, number: str | None) -> str:
    return " ".join(remark.text for remark in found.remarks if remark.row_number == number)


def only_row(found: Recognised) -> RowText:
    (only,) = found.plan.rows()
    return only
