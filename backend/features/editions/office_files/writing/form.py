"""The form of the decree: which columns a section is printed with, and the line above its table.

What is printed here is read back equal by `domain.plan_table`.
"""

from backend.domain.plan_grid import Column, TableWords
from backend.domain.plan_lines import code_in, section_head
from backend.domain.plan_text import RowText, SectionForm, SectionText


def printed_columns(section: SectionText, words: TableWords) -> dict[Column, str]:
    """Return the columns of a section with their titles, from left to right.

    They are those of the decree. A column it does not have is added only where a row would lose a text: numbers in
    the table of «500+» when they are not the plain order, a second kind of result.
    """
    used = set(words.printed[section.form])
    with_document = any(row.result_document for row in section.rows)
    with_result = any(row.expected_result for row in section.rows)
    if section.form is SectionForm.ROAD_MAP:
        if not with_result:
            used.discard(Column.EXPECTED_RESULT)
        elif not with_document:
            used.discard(Column.RESULT_DOCUMENT)
    else:
        if not with_document:
            used.discard(Column.RESULT_DOCUMENT)
        if _in_plain_order(section):
            used.discard(Column.NUMBER)
    return {c: title for c, title in words.printed[section.form].items() if c in used}


def printed_title(section: SectionText, words: TableWords, *, is_first: bool) -> str:
    """Return the line above the table: «4. Оказание …»; the heading of the «500+» plan stands without a number."""
    named_by_words = (
        section.form is SectionForm.PROJECT
        and not is_first
        and code_in(section.title, words) == section.code
        and section_head(section.title, words) is None
    )
    return section.title if named_by_words else f"{section.code}. {section.title}".strip()


def printed_texts(row: RowText, columns: dict[Column, str]) -> list[str]:
    """Return the texts of a row in the order of the columns; an empty cell is ""."""
    return [getattr(row, column.value) or "" for column in columns]


def _in_plain_order(section: SectionText) -> bool:
    """Whether the rows can be told apart and numbered without a column of numbers."""
    return all(
        row.number == f"{section.code}.{place}" and row.title and row.term_source
        for place, row in enumerate(section.rows, start=1)
    )
