"""«Что изменило распоряжение» as a Word document: what was, what is, and what is different, row by row."""

from collections.abc import Iterator, Sequence

from docx.text.paragraph import Paragraph

from backend.domain.plan_diff import (
    TEXTS,
    Piece,
    PieceKind,
    PlanDiff,
    RowChange,
    RowDiff,
    TextDiff,
)
from backend.domain.plan_grid import Column
from backend.domain.plan_text import RowText, SectionForm
from backend.domain.wording import count, plural
from backend.features.editions.office_files.words import plan_words
from backend.features.editions.office_files.writing.paper import (
    TITLE_POINTS,
    add_cells,
    add_line,
    add_table,
    new_paper,
    packed,
    write,
)

_TITLES = ("№ п/п", "Было", "Стало", "Что изменилось")
_WEIGHTS = (1.6, 8.6, 8.6, 4.2)
_EMPTY = "—"
_ABOVE = {"heading": "Заголовок плана", "section": "Раздел"}


def write_diff_docx(diff: PlanDiff, before_words: str, after_words: str) -> bytes:
    """Return the difference as DOCX; the words name the acts: «распоряжение от 12.02.2021 № 64-од».

    Removed words are struck through, added ones bold and underlined: a black-and-white print shows both.
    """
    is_order = after_words.casefold().startswith("распоряжение")
    title = "Что изменило распоряжение" if is_order else "Что изменилось в плане"
    paper = new_paper(title, is_wide=True)
    add_line(paper, title, points=TITLE_POINTS, bold=True, centred=True)
    add_line(paper, "")
    changed = [row for row in diff.rows if row.kind is not RowChange.SAME or row.is_moved]
    add_line(paper, _summary(diff, bool(changed or diff.titles)))
    add_line(paper, f"Было: {before_words}.")
    add_line(paper, f"Стало: {after_words}.")
    if changed or diff.titles:
        add_line(paper, "Исключённые слова зачёркнуты, новые выделены полужирным и подчёркнуты.")
        add_line(paper, "")
        table = add_table(paper, _TITLES, _WEIGHTS)
        for text in diff.titles:
            _write_title(add_cells(table), text)
        for row in changed:
            _write_row(add_cells(table), row)
    return packed(paper)


def _summary(diff: PlanDiff, has_changes: bool) -> str:  # noqa: FBT001 - one caller, beside it
    same = sum(row.kind is RowChange.SAME and not row.is_moved for row in diff.rows)
    rows = count(len(diff.rows), "строка", "строки", "строк")
    if not has_changes:
        return f"Изменений нет: в плане {rows}, все прежние."
    parts = [
        f"{plural(number, one, many, many)} {count(number, 'строка', 'строки', 'строк')}"
        for number, one, many in (
            (diff.count(RowChange.CHANGED), "изменена", "изменено"),
            (diff.count(RowChange.ADDED), "добавлена", "добавлено"),
            (diff.count(RowChange.REMOVED), "исключена", "исключено"),
            (diff.moved, "перенесена", "перенесено"),
        )
        if number
    ]
    parts.append(f"без изменений {count(same, 'строка', 'строки', 'строк')}")
    sentence = ", ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _write_title(cells: Sequence[Paragraph], text: TextDiff) -> None:
    number, was, now, what = cells
    write(number, _EMPTY)
    _write_pieces(was, text.pieces, PieceKind.REMOVED)
    _write_pieces(now, text.pieces, PieceKind.ADDED)
    write(what, _ABOVE[text.field])


def _write_row(cells: Sequence[Paragraph], row: RowDiff) -> None:
    number, was, now, what = cells
    shown = row.after or row.before
    assert shown is not None
    write(number, shown.number)
    _write_side(was, row.before, row, PieceKind.REMOVED)
    _write_side(now, row.after, row, PieceKind.ADDED)
    write(what, "; ".join(_what(row)))


def _write_side(cell: Paragraph, row: RowText | None, diff: RowDiff, own: PieceKind) -> None:
    """Write one side of a row: its title and the texts that differ; all of them where there is no other side."""
    if row is None:
        write(cell, _EMPTY)
        return
    is_alone = diff.before is None or diff.after is None
    differing = {text.field: text.pieces for text in diff.texts}
    labels = plan_words().printed[SectionForm.PROJECT]
    for field in TEXTS:
        whole = getattr(row, field) or ""
        if field == "title" or field in differing or (is_alone and whole):
            if field != "title":
                write(cell, f"\n{labels[Column(field)]}: ")
            alone = (Piece(own if is_alone else PieceKind.EQUAL, whole),)
            _write_pieces(cell, differing.get(field, alone), own)


def _write_pieces(cell: Paragraph, pieces: Sequence[Piece], own: PieceKind) -> None:
    """Write the common words plainly and the words of this side with their mark."""
    side = [piece for piece in pieces if piece.kind in {PieceKind.EQUAL, own}]
    for piece in side:
        marked = piece.kind is own
        if own is PieceKind.REMOVED:
            write(cell, piece.text, strike=marked)
        else:
            write(cell, piece.text, bold=marked, underline=marked)
    if not side:
        write(cell, _EMPTY)


def _what(row: RowDiff) -> Iterator[str]:
    labels = plan_words().printed[SectionForm.PROJECT]
    if row.kind is RowChange.ADDED:
        yield "строка добавлена"
    elif row.kind is RowChange.REMOVED:
        yield "строка исключена"
    yield from (labels[Column(text.field)].casefold() for text in row.texts)
    if row.is_moved and row.before:
        yield f"перенесена, была {row.before.number}"
