"""What every printed document of ours shares: A4, Times New Roman, tables that break well, the same bytes each time."""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TEXT_POINTS = 12
TITLE_POINTS = 14
STAMPED = datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest moment of a ZIP entry, in no zone
"""Every file says it was made then: equal plans give equal bytes."""
_LONG_SIDE, _SHORT_SIDE = Cm(29.7), Cm(21)
_LEFT, _OTHER = Cm(2.5), Cm(1.5)
# XML has no place for these signs; they come with texts pasted from elsewhere and mean nothing.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def new_paper(title: str, *, is_wide: bool) -> Paper:
    """Return an empty A4 document with its title in the properties."""
    paper = Document()
    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (
        (_LONG_SIDE, _SHORT_SIDE) if is_wide else (_SHORT_SIDE, _LONG_SIDE)
    )
    page.left_margin = _LEFT
    page.right_margin = page.top_margin = page.bottom_margin = _OTHER
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(TEXT_POINTS)
    # Cyrillic is «other» for Word: without these it would take the font of its theme.
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:cs", "w:eastAsia", "w:hAnsi"):
        fonts.set(qn(script), FONT)
    normal.paragraph_format.space_after = Pt(0)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = title[:255], "", ""
    properties.language = "ru-RU"
    properties.created = properties.modified = STAMPED
    return paper


def legal(text: str) -> str:
    """Return the text without signs that XML cannot hold, every line break as one sign."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def add_line(
    paper: Paper, text: str, *, points: int = TEXT_POINTS, bold: bool = False, centred: bool = False
) -> Paragraph:
    """Add a paragraph outside tables."""
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(legal(text))
    run.font.size, run.bold = Pt(points), bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def add_table(paper: Paper, titles: Sequence[str], weights: Sequence[float]) -> Table:
    """Add a bordered table over the whole page width; its header row is repeated on every page."""
    page = paper.sections[0]
    free = (page.page_width or 0) - _LEFT - _OTHER
    table: Table = paper.add_table(0, len(titles), style="Table Grid")
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        column.width = int(free * weight / sum(weights))
    cells = add_cells(table)
    for cell, title in zip(cells, titles, strict=True):
        write(cell, title, bold=True, centred=True)
    _row_rule(table, "w:tblHeader")
    return table


def add_cells(table: Table) -> Sequence[Paragraph]:
    """Add a row that no page break tears apart; return the paragraphs of its cells."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    _row_rule(table, "w:cantSplit")
    return [cell.paragraphs[0] for cell in row.cells]


def write(
    paragraph: Paragraph, text: str, *, bold: bool = False, centred: bool = False, **marks: bool
) -> None:
    """Write a text into a cell; line breaks stay line breaks. `marks`: font attributes of python-docx."""
    run = paragraph.add_run(legal(text))
    run.bold = bold or None
    for name, value in marks.items():
        setattr(run.font, name, value)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _row_rule(table: Table, name: str) -> None:
    properties: Any = table.rows[-1]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no word for it
    properties.append(OxmlElement(name))


def packed(paper: Paper) -> bytes:
    """Return the document as bytes that depend on its contents alone."""
    made, out = BytesIO(), BytesIO()
    paper.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, STAMPED.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
