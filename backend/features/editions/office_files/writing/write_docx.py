"""A plan as a Word document in the form of the decree."""

from dataclasses import dataclass

from docx.shared import Cm, Pt

from backend.domain.plan_grid import Column
from backend.domain.plan_text import PlanText, SectionForm
from backend.features.editions.office_files.words import plan_words
from backend.features.editions.office_files.writing.form import (
    printed_columns,
    printed_texts,
    printed_title,
)
from backend.features.editions.office_files.writing.paper import (
    TITLE_POINTS,
    add_cells,
    add_line,
    add_table,
    new_paper,
    packed,
    write,
)

WEIGHTS = {
    Column.NUMBER: 1.4,
    Column.TITLE: 5.6,
    Column.TERM: 2.9,
    Column.RESPONSIBLE: 3.5,
    Column.RESULT_DOCUMENT: 3.7,
    Column.EXPECTED_RESULT: 4.8,
}
"""How wide the columns are beside each other; about centimetres on an upright page."""
_STAMP_INDENT = Cm(9.5)
_COLUMNS_UPRIGHT = 5


@dataclass(frozen=True, slots=True)
class Approval:
    """The lines of the stamp: «Приложение», «к Распоряжению», «Центрального управления», …, «от 12.02.2021 № 64-од».

    For a draft: «ПРОЕКТ».
    """

    lines: tuple[str, ...]


def write_plan_docx(plan: PlanText, approval: Approval) -> bytes:
    """Return the plan as DOCX: A4, the tables of the decree, a header row on every page, no row torn by a page.

    The same plan and stamp give the same bytes; `domain.plan_table.recognise` reads equal texts back.
    """
    words = plan_words()
    tables = [printed_columns(section, words) for section in plan.sections]
    is_wide = any(len(columns) > _COLUMNS_UPRIGHT for columns in tables)
    paper = new_paper(plan.heading, is_wide=is_wide)
    for line in approval.lines:
        add_line(paper, line).paragraph_format.left_indent = _STAMP_INDENT
    if approval.lines:
        add_line(paper, "")
    if plan.heading:
        add_line(paper, plan.heading, points=TITLE_POINTS, bold=True, centred=True)
    for place, (section, columns) in enumerate(zip(plan.sections, tables, strict=True)):
        add_line(paper, "")
        title = add_line(
            paper,
            printed_title(section, words, is_first=place == 0),
            points=TITLE_POINTS,
            centred=section.form is SectionForm.PROJECT,
        )
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_after = Pt(6)
        table = add_table(paper, list(columns.values()), [WEIGHTS[column] for column in columns])
        for row in section.rows:
            for cell, text in zip(add_cells(table), printed_texts(row, columns), strict=True):
                write(cell, text)
    return packed(paper)
