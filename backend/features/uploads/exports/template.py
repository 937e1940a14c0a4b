"""Our own template as XLSX: a work in the title row, codes as text, lists to choose from, words on how to fill it in.

Headers are the first words of the layout `template`, so that what leaves is what is recognised when it returns.
"""

from dataclasses import replace
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from backend.domain.scores.cells import task_of
from backend.domain.scores.profile import Profile
from backend.features.uploads.exports.instructions import Line, how_to_fill
from backend.features.uploads.exports.template_queries import Task, TemplateFacts
from backend.features.uploads.intake.layouts import load_profiles

PROFILE = "template"
SHEET = "Результаты"
ROWS = 2_000
"""Rows under the header that have lists to choose from."""
_HELP, _SCHOOLS, _LISTS = "Как заполнять", "Школы", "Списки"
_HEADER = 5
_LINE_POINTS = 15
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_TITLE_WORDS = {
    "vpr": "ВПР", "dr": "ДР", "oge": "ОГЭ", "ege": "ЕГЭ", "gve9": "ГВЭ-9", "gve11": "ГВЭ-11", "kr9": "КР-9",
}  # fmt: skip
_WAVE_WORDS = {"spring": "весна", "autumn": "осень", "entry": "входная", "exit": "итоговая"}
_EXAMPLES = [Task("1", 1), Task("2", 2), Task("3", 1)]
_NOT_ATTEMPTED = "Х"
_ABSENT = "не присутствовал"


class _Column(NamedTuple):
    """One column: its header, its width, whether it holds text, what may be chosen."""

    header: str
    width: int
    is_text: bool
    choices: list[str] | str | None = None
    is_strict: bool = False
    is_example: bool = False


def template_title(facts: TemplateFacts) -> str:
    """Return the title row: «ВПР 2020 осень Математика 5 класс (по программе 4 класса)»."""
    parts = [_TITLE_WORDS[facts.procedure], str(facts.year), _WAVE_WORDS.get(facts.wave, "")]
    parts += [
        facts.subject,
        f"{facts.grade} класс",
        f"(по программе {facts.programme_grade} класса)",
    ]
    return " ".join(part for part in parts if part)


def write_template(facts: TemplateFacts) -> bytes:
    """Return the workbook."""
    profile = load_profiles()[PROFILE]
    if not all(task_of(_header(task), profile.tasks, column="") for task in facts.tasks):
        facts = replace(facts, tasks=[])  # names the header of a table has no words for
    columns = _columns(facts, profile)
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": template_title(facts)})
        _write_table(book, facts, columns)
        _write_lines(book.add_worksheet(_HELP), book, how_to_fill(facts, SHEET), (30, 100))
        if len(facts.schools) > 1:
            lines = [Line("Что вписать", "Школа", is_head=True)]
            lines += [Line(key, name) for key, name in facts.schools]
            _write_lines(book.add_worksheet(_SCHOOLS), book, lines, (24, 70))
        lists = book.add_worksheet(_LISTS)
        for row, (key, _) in enumerate(facts.schools):
            lists.write_string(row, 0, key)
        lists.hide()
    return out.getvalue()


def _header(task: Task) -> str:
    return f"{task.name} ({task.maximum}б)"


def _columns(facts: TemplateFacts, profile: Profile) -> list[_Column]:
    def word(field: str) -> str:
        return profile.words[field][0]

    schools = f"='{_LISTS}'!$A$1:$A${len(facts.schools)}" if facts.schools else None
    columns = [
        _Column(word("school"), 18, is_text=True, choices=schools),
        _Column(word("participant"), 16, is_text=True),
        _Column(word("class"), 8, is_text=True),
        _Column(word("variant"), 18, is_text=True, choices=["1", "2", "3", "4"]),
    ]
    columns += [
        _Column(
            _header(task),
            9,
            is_text=False,
            choices=[_NOT_ATTEMPTED, *map(str, range(task.maximum + 1))],
            is_strict=True,
            is_example=not facts.tasks,
        )
        for task in facts.tasks or _EXAMPLES
    ]
    if not facts.tasks:
        columns.append(_Column(word("primary"), 12, is_text=False))
    is_ege = facts.procedure == "ege"
    marks = ["2", "3", "4", "5"]
    if is_ege:
        columns.append(_Column(word("test"), 12, is_text=False))
    if not is_ege or facts.subject_code == "math_base":
        marks_or_absent = [*marks, _ABSENT]
        columns.append(
            _Column(word("mark"), 18, is_text=False, choices=marks_or_absent, is_strict=True)
        )
    if facts.procedure == "vpr":
        columns.append(_Column(word("journal"), 14, is_text=False, choices=marks, is_strict=True))
    return columns


def _write_table(book: Any, facts: TemplateFacts, columns: list[_Column]) -> None:
    page = book.add_worksheet(SHEET)
    title = book.add_format({"bold": True, "font_size": 14})
    label = book.add_format({"num_format": "@"})
    look = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "num_format": "@"}
    header = book.add_format({**look, "bg_color": "#DCE6F1"})
    example = book.add_format({**look, "bg_color": "#FFF2CC", "italic": True})
    page.write_string(0, 0, template_title(facts), title)
    if facts.tasks:
        page.write_string(1, 0, "Максимальный первичный балл", label)
        page.write_number(1, 3, sum(task.maximum for task in facts.tasks))
    page.write_string(2, 0, "Дата работы", label)
    if facts.written_on:
        page.write_string(2, 3, f"{facts.written_on:%d.%m.%Y}", label)
    else:
        page.write_blank(2, 3, None, label)
    levels = {_header(task): task.difficulty for task in facts.tasks}
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, text if column.is_text else None)
        if level := levels.get(column.header):
            page.write_string(_HEADER - 1, place, level, label)
        page.write_string(_HEADER, place, column.header, example if column.is_example else header)
        if column.is_example:
            page.write_comment(
                _HEADER, place, "Пример: переименуйте по вашей работе или удалите столбец."
            )
        _add_choices(page, place, column)
    page.set_row(_HEADER, 30)
    page.freeze_panes(_HEADER + 1, 2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEADER)


def _add_choices(page: Any, place: int, column: _Column) -> None:
    if column.choices is None:
        return
    words = column.choices if isinstance(column.choices, str) else ", ".join(column.choices)
    rule: dict[str, Any] = {"validate": "list", "source": column.choices}
    if column.is_strict:
        rule |= {
            "error_type": "stop",
            "error_title": "Такого значения нет",
            "error_message": f"Выберите из списка: {words}."[:255],
        }
    else:
        # What is not in the list may still be right: another variant, a school of another office.
        rule |= {"show_error": False}
    page.data_validation(_HEADER + 1, place, _HEADER + ROWS, place, rule)


def _write_lines(page: Any, book: Any, lines: list[Line], widths: tuple[int, int]) -> None:
    words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "num_format": "@"})
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    for row, line in enumerate(lines):
        page.write_string(row, 0, line.what, head if line.is_head else words)
        page.write_string(row, 1, line.words, head if line.is_head else words)
        page.set_row(row, _LINE_POINTS * max(1, -(-len(line.words) // widths[1])))
    page.set_paper(9)
    page.fit_to_pages(1, 0)
