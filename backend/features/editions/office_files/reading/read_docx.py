"""A Word document → paragraphs and grids in the order of the document. Runs inside the limited child only.

What Word shows is read, what it hides is not: insertions under review yes, deletions no, numbers of automatic lists
as they are printed. Merged cells are resolved.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from backend.domain.plan_grid import Block, Cell, Grid, GridRow, Paragraph
from backend.features.editions.office_files.reading.archive import Unreadable
from backend.features.editions.office_files.reading.limits import Budget
from backend.features.editions.office_files.reading.numbering import Numbering

# Deleted or moved away under review, field codes, and the second copy of what stands in a frame.
_UNSEEN = {qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:pPr", "w:rPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_WRAPPERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml",
                                   "w:smartTag")}  # fmt: skip
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "\u2011",
}
Element = Any
"""lxml has no types of its own."""


def read_docx(path: Path) -> list[Block]:
    """Return the blocks of the document's body; raises `Unreadable`."""
    try:
        document = Document(str(path))
    except (KeyError, ValueError) as error:
        # A part is missing or the main part is of another kind (strict variant, template, a renamed file).
        raise Unreadable(
            "Документ Word не открывается. Откройте его в Word и сохраните как «Документ Word (*.docx)»."
        ) from error
    related = [
        getattr(relation.target_part, "element", None)
        for relation in document.part.rels.values()
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external
    ]
    reader = _Reader(Numbering(related[0] if related else None, document.styles.element))
    return list(reader.blocks(document.element.body))


class _Reader:
    """Walks the document once, from top to bottom: lists are counted on the way."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._budget = Budget()

    def blocks(self, parent: Element) -> Iterator[Block]:
        for element in _inside(parent):
            if element.tag == qn("w:p"):
                yield Paragraph(self._budget.text(self._paragraph(element)))
            elif element.tag == qn("w:tbl"):
                yield Grid(tuple(self._rows(element)))

    def _rows(self, table: Element) -> Iterator[GridRow]:
        above: dict[int, str] = {}
        for row in _inside(table):
            if row.tag != qn("w:tr") or row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            cells = list(self._cells(row, above))
            self._budget.row(len(cells))
            yield tuple(cells)

    def _cells(self, row: Element, above: dict[int, str]) -> Iterator[Cell]:
        """Yield the cells of a row; `above` keeps the text of cells merged downwards, by grid column."""
        place = _number(row, "w:trPr/w:gridBefore")
        if place:
            yield Cell("", place)
        for element in _inside(row):
            if element.tag != qn("w:tc"):
                continue
            span = max(_number(element, "w:tcPr/w:gridSpan"), 1)
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val"), "continue") == "continue":
                yield Cell(above.get(place, ""), span, continued=True)
            else:
                text = self._budget.text(self._cell(element))
                above[place] = text
                yield Cell(text, span)
            place += span
        if after := _number(row, "w:trPr/w:gridAfter"):
            yield Cell("", after)

    def _cell(self, cell: Element) -> str:
        """Return the paragraphs of a cell as lines; a table inside it gives the lines of its cells."""
        return "\n".join(self._paragraph(paragraph) for paragraph in _paragraphs(cell))

    def _paragraph(self, paragraph: Element) -> str:
        return self._numbering.prefix(paragraph) + "".join(self._text(paragraph))

    def _text(self, element: Element) -> Iterator[str]:
        for child in _visible(element):
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == qn("w:br"):
                yield "\f" if child.get(qn("w:type")) in {"page", "column"} else "\n"
            elif child.tag == qn("w:sym"):
                yield _symbol(child)
            elif child.tag == qn("w:p"):  # a frame with text, anchored in this paragraph
                yield f"{self._paragraph(child)}\n"
            else:
                yield from self._text(child)


def _visible(element: Element) -> Iterator[Element]:
    """Yield child elements; comments and processing instructions have no tag of text."""
    return (child for child in element if isinstance(child.tag, str) and child.tag not in _UNSEEN)


def _inside(parent: Element) -> Iterator[Element]:
    """Yield the children, looking through content controls and reviewed insertions."""
    for child in _visible(parent):
        if child.tag in _WRAPPERS:
            yield from _inside(child)
        else:
            yield child


def _paragraphs(parent: Element) -> Iterator[Element]:
    for element in _inside(parent):
        if element.tag == qn("w:p"):
            yield element
        elif element.tag in {qn("w:tbl"), qn("w:tr"), qn("w:tc")}:
            yield from _paragraphs(element)


def _number(element: Element, path: str) -> int:
    """Return the whole number in `w:val` of the element under the path; 0 when there is none."""
    found = element.find("/".join(map(qn, path.split("/"))))
    value = "" if found is None else found.get(qn("w:val"), "")
    return min(int(value), 100) if value.isascii() and value.isdigit() else 0


def _symbol(element: Element) -> str:
    code = element.get(qn("w:char"), "")
    try:
        sign = chr(int(code, 16))
    except ValueError:
        return ""
    return "•" if "\ue000" <= sign <= "\uf8ff" else sign
