"""What Word and Excel show is what is read: lists, merges, reviewed changes, frames, formats of numbers and dates."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.numbering import CT_Numbering
from openpyxl import Workbook

from backend.domain.plan_grid import Cell, CellKind, Grid, Paragraph
from backend.features.editions.office_files.reading.archive import Unreadable
from backend.features.editions.office_files.reading.numbering import _printed
from backend.features.editions.office_files.reading.read_docx import read_docx
from backend.features.editions.office_files.reading.read_xlsx import read_xlsx
from tests.features.editions.plan_files import read

HEADER = ["№ п/п", "Мероприятия", "Сроки", "Ответственный"]


def saved(document: Any, folder: Path) -> Path:
    path = folder / "file"
    document.save(str(path))
    return path


def table_of(document: Any, rows: list[list[str]]) -> Any:
    table = document.add_table(len(rows), len(rows[0]))
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    return table


def listed(paragraph: Any, level: int, name: int = 77) -> None:
    """Make the paragraph an item of an automatic list."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
        )
    )


def add_list(document: Any, *levels: tuple[str, str], override: str = "") -> None:
    """Define list 77 with a format and a pattern for each level."""
    numbering: CT_Numbering = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for place, (form, pattern) in enumerate(levels)
    )
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{body}</w:abstractNum>')
    )
    for name, change in ((77, ""), (78, override)):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="77"/>{change}</w:num>'
            )
        )


def test_numbers_of_automatic_lists_are_read_as_word_prints_them(tmp_path: Path) -> None:
    document = Document()
    add_list(document, ("decimal", "%1."), ("decimal", "%1.%2."))
    listed(document.add_paragraph("Анализ причин"), 0)
    rows = table_of(document, [HEADER, ["", "А", "Май", "ЦУ"], ["", "Б", "Май", "ЦУ"]]).rows
    for line in rows[1:]:
        listed(line.cells[0].paragraphs[0], 1)
    listed(document.add_paragraph("Диагностика"), 0)
    second = table_of(document, [HEADER, ["", "В", "Май", "ЦУ"]])
    listed(second.rows[1].cells[0].paragraphs[0], 1)
    found = read(saved(document, tmp_path))
    assert [(s.code, s.title) for s in found.plan.sections] == [
        ("1", "Анализ причин"),
        ("2", "Диагностика"),
    ]
    assert [row.number for row in found.plan.rows()] == ["1.1", "1.2", "2.1"]
    assert found.remarks == ()


def test_a_list_that_starts_again_and_a_list_of_a_style_are_counted(tmp_path: Path) -> None:
    document = Document()
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    add_list(document, ("upperRoman", "%1)"), override=restart)
    for name in (77, 77, 78, 77):
        listed(document.add_paragraph("пункт"), 0, name)
    document.add_paragraph("в стиле", style="List Number")
    document.add_paragraph("отметка", style="List Bullet")
    texts = [
        block.text for block in read_docx(saved(document, tmp_path)) if isinstance(block, Paragraph)
    ]
    assert texts == ["I) пункт", "II) пункт", "V) пункт", "VI) пункт", "1. в стиле", "• отметка"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"),
        (3, "lowerLetter", "c"), (28, "upperLetter", "BB"), (10, "russianLower", "к"), (3, "russianUpper", "В"),
        (2, "none", ""), (7, "ordinalText", "7"),
    ],
)  # fmt: skip
def test_formats_of_lists(number: int, form: str, printed: str) -> None:
    assert _printed(number, form) == printed


def grid_of(document: Any, folder: Path) -> Grid:
    (grid,) = (b for b in read_docx(saved(document, folder)) if isinstance(b, Grid))
    return grid


def test_merged_cells_of_a_document_are_resolved(tmp_path: Path) -> None:
    document = Document()
    table = table_of(document, [["а", "б", "в"], ["", "г", ""], ["д", "", ""]])
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).merge(table.cell(2, 2))
    assert grid_of(document, tmp_path).rows == (
        (Cell("а"), Cell("б"), Cell("в")),
        (Cell("а", continued=True), Cell("г"), Cell("")),
        (Cell("д", 3),),
    )


def test_lines_tabs_and_nested_formatting_of_a_cell_are_kept(tmp_path: Path) -> None:
    document = Document()
    table = table_of(document, [[" Ноябрь 2020\nМай\u00a02021 ", ""]])
    paragraph = table.cell(0, 1).paragraphs[0]
    paragraph.add_run("Проведение ").bold = True
    paragraph.add_run("\tкура").italic = True
    paragraph.add_run("торами").add_break(WD_BREAK.PAGE)
    paragraph.add_run("верификации")
    table.cell(0, 1).add_paragraph("второй абзац")
    table.cell(0, 1).add_paragraph("")
    assert grid_of(document, tmp_path).rows == (
        (
            Cell("Ноябрь 2020\nМай\u00a02021"),
            Cell("Проведение \tкураторами\nверификации\nвторой абзац"),
        ),
    )


def test_insertions_under_review_are_read_and_deletions_are_not(tmp_path: Path) -> None:
    document = Document()
    table = table_of(document, [["", "б"], ["вычеркнутая", "строка"]])
    table.cell(0, 0).paragraphs[0]._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>новое</w:t></w:r></w:ins>'
        )
    )
    table.cell(0, 1).paragraphs[0]._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>старое</w:delText></w:r></w:del>'
        )
    )
    table.rows[1]._tr.get_or_add_trPr().append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="x"/>')
    )
    assert grid_of(document, tmp_path).rows == ((Cell("новое"), Cell("б")),)


def test_content_controls_frames_and_nested_tables_lose_no_text(tmp_path: Path) -> None:
    document = Document()
    table = table_of(document, [["", "б"]])
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:r><w:t>выбранное</w:t></w:r></w:sdtContent></w:sdt>"
    )
    table.cell(0, 0).paragraphs[0]._p.append(control)
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "в", "г"
    frame = parse_xml(
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:AlternateContent>"
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>в рамке</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>в рамке</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document.add_paragraph()._p.append(frame)
    wrapped = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    moved = document.add_paragraph("в рамке содержимого")._p
    document.element.body.insert(-1, wrapped)
    wrapped.find(qn("w:sdtContent")).append(moved)
    blocks = read_docx(saved(document, tmp_path))
    assert blocks == [
        Grid(((Cell("выбранное"), Cell("б\nв\nг")),)),
        Paragraph("в рамке"),
        Paragraph("в рамке содержимого"),
    ]


Fill = Callable[[Any, Any], None]


def workbook(folder: Path, fill: Fill) -> Path:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Лист1"))
    path = folder / "file"
    path.write_bytes(out.getvalue())
    return path


def shown(folder: Path, value: float | date, number_format: str) -> Cell:
    def fill(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": number_format})
        (sheet.write_datetime if isinstance(value, date) else sheet.write_number)(
            0, 0, value, style
        )

    (grid,) = read_xlsx(workbook(folder, fill))
    assert isinstance(grid, Grid)
    return grid.rows[0][0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.1, "General", "1.1"), (1.1000000001, "General", "1.1"), (1.1, "0.00", "1.10"), (3, "General", "3"),
        (0.1 + 0.2, "General", "0.3"), (12345678901, "General", "12345678901"), (2021, "@", "2021"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_a_person_sees_them(
    value: float, number_format: str, text: str, tmp_path: Path
) -> None:
    assert shown(tmp_path, value, number_format) == Cell(text, kind=CellKind.NUMBER)


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ("dd.mm.yyyy", "14.02.2021"), ("mm-dd-yy", "14.02.2021"), ("d.m.yy", "14.2.21"), ("mmm.yy", "фев.21"),
        ("mmmm yyyy", "Февраль 2021"), ('[$-419]d mmmm yyyy" г.";@', "14 февраля 2021 г."), ("dd.mmm", "14.фев"),
        ("dddd", "14.02.2021"), ("yyyy-mm-dd", "2021-02-14"),
    ],
)  # fmt: skip
def test_dates_are_read_in_the_format_of_their_cell(
    number_format: str, text: str, tmp_path: Path
) -> None:
    cell = shown(tmp_path, datetime(2021, 2, 14, tzinfo=UTC).replace(tzinfo=None), number_format)
    assert cell == Cell(text, kind=CellKind.DATE)


def test_merged_cells_hidden_sheets_and_empty_borders_of_a_workbook(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:C1", "заголовок")
        sheet.merge_range("A2:A3", "ЦУ")
        sheet.write_row("B2", ["а", "б"])
        sheet.write("B3", "в")
        sheet.write_blank("H40", None, book.add_format({"border": 1}))
        hidden = book.add_worksheet("Черновик")
        hidden.write("A1", "не видно")
        hidden.hide()

    assert read_xlsx(workbook(tmp_path, fill)) == [
        Grid(
            (
                (Cell("заголовок", 3),),
                (Cell("ЦУ"), Cell("а"), Cell("б")),
                (Cell("ЦУ", continued=True), Cell("в"), Cell("")),
            ),
            sheet="Лист1",
        )
    ]


def test_a_formula_is_read_by_its_value_and_without_a_value_asked_to_be_saved(
    tmp_path: Path,
) -> None:
    def fill(_book: Any, sheet: Any) -> None:
        sheet.write_formula("A1", '="Ма"&"й"', None, "Май")

    (grid,) = read_xlsx(workbook(tmp_path, fill))
    assert isinstance(grid, Grid)
    assert grid.rows == ((Cell("Май"),),)

    unsaved = Workbook()  # openpyxl computes nothing
    unsaved.active["B2"] = "=A1"
    unsaved.save(tmp_path / "file")
    with pytest.raises(Unreadable, match="в ячейке B2 формула"):
        read_xlsx(tmp_path / "file")


def test_a_workbook_with_numbers_turned_into_dates_is_asked_about(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        style = book.add_format({"num_format": "dd.mmm"})
        sheet.write_row(0, 0, ["1. Анализ"])
        sheet.write_row(1, 0, HEADER)
        sheet.write_datetime(2, 0, datetime(2021, 1, 1), style)  # noqa: DTZ001 - Excel knows no zones
        sheet.write_row(2, 1, ["Анализ", "Май", "ЦУ"])

    found = read(workbook(tmp_path, fill))
    assert "стоит дата «01.янв»" in found.remarks[0].text
