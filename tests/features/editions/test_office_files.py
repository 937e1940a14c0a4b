"""Import gives what export wrote: the 44 rows of the decree, and any plan that can be made up."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.domain.plan_diff import compare
from backend.domain.plan_lines import section_head
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.features.editions.office_files.reading.limits import TEXT_LIMIT
from backend.features.editions.office_files.words import plan_words
from backend.features.editions.office_files.writing.write_diff import write_diff_docx
from backend.features.editions.office_files.writing.write_docx import Approval, write_plan_docx
from backend.features.editions.office_files.writing.write_xlsx import write_plan_xlsx
from tests.data import make_plan_samples
from tests.features.editions.plan_files import (
    DATA,
    SAMPLES,
    STAMP,
    decree,
    read,
    read_bytes,
    without_cells,
)

PARAMETERS = [("Основание", "распоряжение от 12.02.2021 № 64-од"), ("Условия", "=HYPERLINK(1)")]
WRITERS: dict[str, Callable[[PlanText], bytes]] = {
    "docx": lambda plan: write_plan_docx(plan, STAMP),
    "xlsx": lambda plan: write_plan_xlsx(plan, PARAMETERS),
}


def entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("plan_64_od.docx", make_plan_samples.docx_bytes),
        ("plan_64_od.xlsx", make_plan_samples.xlsx_bytes),
    ],
)
def test_the_sample_plans_are_fresh(name: str, made: Callable[[], bytes]) -> None:
    assert entries((SAMPLES / name).read_bytes()) == entries(made())


def with_long_title(plan: PlanText) -> PlanText:
    """The decree prints the heading of the 500+ plan in full, the data file has a short one."""
    *sections, project = plan.sections
    return replace(plan, sections=(*sections, replace(project, title=DATA["project_title"])))


@pytest.mark.parametrize("kind", WRITERS)
def test_the_decree_as_a_file_is_read_as_its_44_rows(kind: str) -> None:
    found = read(SAMPLES / f"plan_64_od.{kind}")
    assert without_cells(found.plan) == with_long_title(decree())
    assert len(list(found.plan.rows())) == 44


def test_rows_torn_by_a_page_and_lost_headers_of_the_decree_are_asked_about() -> None:
    found = read(SAMPLES / "plan_64_od.docx")
    assert [remark.row_number for remark in found.remarks] == [
        None, "500+.6", "500+.11", "500+.16",
    ]  # fmt: skip
    assert found.preamble[0] == "МИНИСТЕРСТВО ОБРАЗОВАНИЯ И НАУКИ"
    assert found.preamble[-1] == "от 12.02.2021 № 64-од"
    row = next(r for r in found.plan.rows() if r.number == "3.1")
    assert row.cells[0] == "3.1."


@pytest.mark.parametrize("kind", WRITERS)
def test_the_decree_is_read_back_equal(kind: str, tmp_path: Path) -> None:
    found = read_bytes(WRITERS[kind](decree()), tmp_path)
    assert without_cells(found.plan) == decree()
    assert found.remarks == ()


@pytest.mark.parametrize("kind", WRITERS)
def test_the_real_file_survives_import_export_import(kind: str, tmp_path: Path) -> None:
    first = read(SAMPLES / "plan_64_od.docx").plan
    again = read_bytes(WRITERS[kind](first), tmp_path).plan
    assert without_cells(again) == without_cells(first)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_plan_gives_the_same_bytes(kind: str) -> None:
    assert WRITERS[kind](decree()) == WRITERS[kind](decree())


SAID = ["=1+1", "=cmd|' /C calc'!A0", "+7", "@SUM(A1)", "«кавычки» \"и\" 'ещё'", "1.10", "№ п/п",
        "<w:p>&amp;</w:p>", "Ноябрь 2020\nМай-июнь 2021", "а\n\nб", "до\tи  после", "100 %", "длинно " * 900]  # fmt: skip
WORDS = (
    st.text(alphabet="абвгдежзАБВЁё «»\"'=+-–—.,;:()№%/0123456789\n\t", max_size=60)
    | st.sampled_from(SAID)
).map(str.strip)
MAYBE = WORDS.map(lambda text: text or None)
HEADINGS = WORDS.filter(lambda text: section_head(text, plan_words()) is None)


@st.composite
def sections(draw: st.DrawFn, code: str) -> SectionText:
    form = draw(st.sampled_from(SectionForm))
    steps = draw(st.lists(st.integers(1, 3), max_size=4))
    numbers = [sum(steps[: place + 1]) for place in range(len(steps))]
    rows = [
        RowText(f"{code}.{n}", draw(WORDS), draw(WORDS), draw(WORDS), draw(MAYBE), draw(MAYBE))
        for n in numbers
    ]
    title = draw(WORDS)
    return SectionText(
        code, f"{title} 500+".strip() if code == "500+" else title, form, tuple(rows)
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanText:
    codes = draw(st.lists(st.sampled_from(["1", "2", "4", "IV", "500+"]), min_size=1, unique=True))
    return PlanText(draw(HEADINGS), tuple(draw(sections(code)) for code in codes))


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=150, deadline=None)
@given(plan=plans())
def test_any_plan_is_read_back_equal(kind: str, plan: PlanText) -> None:
    with TemporaryDirectory() as folder:
        found = read_bytes(WRITERS[kind](plan), Path(folder))
    assert without_cells(found.plan) == plan


def test_a_cell_of_the_workbook_is_never_a_formula() -> None:
    plan = decree()
    first, *others = plan.sections
    evil = replace(first.rows[0], title="=1+1", term_source='=HYPERLINK("http://x")')
    plan = replace(plan, heading="=2+2", sections=(replace(first, rows=(evil,)), *others))
    book = load_workbook(BytesIO(write_plan_xlsx(plan, PARAMETERS)))
    assert book.sheetnames == ["План", "Параметры"]
    written = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value]
    assert {cell.data_type for cell in written} == {"s"}
    assert {cell.number_format for cell in written} == {"@"}
    assert book["План"].freeze_panes == "A3"
    assert book["Параметры"]["B2"].value == "=HYPERLINK(1)"


def test_a_text_too_long_for_excel_is_an_error_and_not_a_lost_cell() -> None:
    row = RowText("1.1", "я" * (TEXT_LIMIT + 1), "Май", "ЦУ", None, None)
    plan = PlanText("План", (SectionText("1", "А", SectionForm.ROAD_MAP, (row,)),))
    with pytest.raises(ValueError, match="does not fit"):
        write_plan_xlsx(plan, [])


def test_headers_repeat_and_rows_do_not_split_in_the_document() -> None:
    document = Document(BytesIO(write_plan_docx(decree(), STAMP)))
    assert len(document.tables) == 8
    for table in document.tables:
        first, *rows = table._tbl.tr_lst
        assert first.xpath("w:trPr/w:tblHeader")
        assert all(line.xpath("w:trPr/w:cantSplit") for line in (first, *rows))
    assert [len(table.columns) for table in document.tables] == [5] * 7 + [4]
    page = document.sections[0]
    assert page.page_width
    assert page.page_height
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)


def test_signs_that_xml_cannot_hold_do_not_break_a_document() -> None:
    row = RowText("1.1", "Анализ\x00\x0b", "Май\r\nИюнь", "ЦУ\ufffe", None, None)
    plan = PlanText("План", (SectionText("1", "А", SectionForm.ROAD_MAP, (row,)),))
    text = "\n".join(
        cell.text
        for line in Document(BytesIO(write_plan_docx(plan, Approval(())))).tables[0].rows
        for cell in line.cells
    )
    assert "Анализ\nМай\nИюнь\nЦУ" in text


def changed_decree() -> PlanText:
    plan = decree()
    first, *others = plan.sections
    reworded = replace(first.rows[0], term_source="Ноябрь 2021 Май-июнь 2022")
    new = RowText("1.5", "Новая строка", "Март 2022", "ЦУ", None, None)
    return replace(plan, sections=(replace(first, rows=(reworded, *first.rows[2:], new)), *others))


def test_the_difference_says_in_its_first_sentence_how_much_has_changed() -> None:
    made = write_diff_docx(compare(decree(), changed_decree()), "прежнее", "распоряжение № 1")
    document = Document(BytesIO(made))
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert lines[0] == "Что изменило распоряжение"
    assert lines[1].replace("\u00a0", " ") == (
        "Изменена 1 строка, добавлена 1 строка, исключена 1 строка, без изменений 42 строки."
    )
    assert lines[2:4] == ["Было: прежнее.", "Стало: распоряжение № 1."]
    assert made == write_diff_docx(
        compare(decree(), changed_decree()), "прежнее", "распоряжение № 1"
    )


def test_removed_words_are_struck_and_added_ones_underlined_and_bold() -> None:
    made = write_diff_docx(compare(decree(), changed_decree()), "прежнее", "новое")
    (table,) = Document(BytesIO(made)).tables
    rows = {line.cells[0].text: line.cells for line in table.rows}
    assert list(rows) == ["№ п/п", "1.1", "1.2", "1.5"]
    was, now = (rows["1.1"][side].paragraphs[0].runs for side in (1, 2))
    assert [run.text for run in was if run.font.strike] == ["2020", "2021"]
    assert [run.text for run in now if run.font.underline and run.bold] == ["2021", "2022"]
    assert rows["1.1"][3].text == "срок исполнения"
    assert rows["1.2"][2].text == "—"
    assert rows["1.5"][1].text == "—"
    assert all(run.font.strike for run in rows["1.2"][1].paragraphs[0].runs if ":" not in run.text)


def test_equal_editions_give_one_sentence_and_no_table() -> None:
    document = Document(BytesIO(write_diff_docx(compare(decree(), decree()), "а", "б")))
    assert document.tables == []
    assert "Изменений нет: в плане 44\u00a0строки, все прежние." in [
        paragraph.text for paragraph in document.paragraphs
    ]
