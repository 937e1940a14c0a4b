"""One table of a file: which layout it is, what it is about, its rows on the stream, and what is left open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from backend.domain.scores.cells import clean, decimal_sign, is_ambiguous_date, is_ambiguous_number
from backend.domain.scores.header import Header, Shape, find_headers, read_columns
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.profile import Profile
from backend.domain.scores.work import WorkReading, chosen_work
from backend.domain.scores.work_title import date_line, read_work
from backend.features.uploads.intake.child.lookups import Lookup
from backend.features.uploads.intake.child.options import Options
from backend.features.uploads.intake.child.output import Names, Output
from backend.features.uploads.intake.child.participants import Participants
from backend.features.uploads.intake.child.personal import drop_personal
from backend.features.uploads.intake.child.questions import question
from backend.features.uploads.intake.child.sources import HEAD_ROWS, Block, Source

if TYPE_CHECKING:
    from backend.features.uploads.intake.child.counts import Counts

Reader: TypeAlias = "Participants | Counts"


def headers_of(
    source: Source, number: int, profiles: Mapping[str, Profile], options: Options
) -> list[Header]:
    """Return the layouts that fit a table equally well; an empty list = it is no table of results."""
    one = profiles.get(options.profile or "")
    chosen = [one] if one else profiles.values()
    fields = options.columns.get(str(number), {})
    return find_headers(
        source.head,
        chosen,
        chosen_row=options.header_rows.get(str(number)),
        chosen_fields={k: v for k, v in fields.items() if v != "skip"},
        first_row=source.first_row,
    )


def read_table(
    number: int,
    source: Source,
    headers: Sequence[Header],
    *,
    options: Options,
    names: Names,
    output: Output,
) -> None:
    """Write the rows of a table, its issues, and last the frame that says how it was understood."""
    header = headers[0]
    issues: list[Issue] = []
    index = header.row - source.first_row
    above = source.head[: max(index, 0)]
    shape = read_columns(
        header,
        above[-1] if above else [],
        issues,
        chosen_fields=options.columns.get(str(number)),
    )
    work = _work(number, source, header, above, options, issues)
    below = source.head[index + 1 :]
    shape = drop_personal(shape, below, issues)
    if len(source.head) < HEAD_ROWS:  # all of the table is seen already
        shape = _without_empty_school(shape, below)
    reader = _reader(number, shape, work, source, options, names, output)
    if isinstance(reader, Participants):
        for row, cells in enumerate(above, start=source.first_row):
            reader.schools.read_line(row, cells)
    blocks = source.blocks(len(header.texts), reader.kinds)
    _take_all(reader, _under_header(blocks, header.row), source, output)
    issues += reader.finish() + _check_maximum(work, shape)
    output.is_personal |= any(c.kind == "personal" for c in shape.columns)
    output.report_all(issues, number)
    names.tell(output)
    output.frame("table", **_told(number, source, shape, reader, work, headers, options))


def _without_empty_school(shape: Shape, rows: Sequence[Sequence[str]]) -> Shape:
    """A column of schools in which nothing stands says nothing: the school is asked, or it is the sender's."""
    place = shape.places.get("school")
    filled = [row for row in rows if any(row)]
    if place is None or not filled or any(clean(r[place]) for r in filled if place < len(r)):
        return shape
    return replace(shape, places={f: p for f, p in shape.places.items() if f != "school"})


def _reader(
    number: int,
    shape: Shape,
    work: WorkReading,
    source: Source,
    options: Options,
    names: Names,
    output: Output,
) -> Reader:
    if shape.profile.basis == "counts":
        from backend.features.uploads.intake.child.counts import Counts

        return Counts(number, shape, work, names=names, output=output, options=options)
    return Participants(
        number,
        shape,
        work,
        names=names,
        output=output,
        options=options,
        is_wide_fault=source.is_wide_fault,
    )


def _take_all(reader: Reader, rest: Iterator[Block], source: Source, output: Output) -> None:
    block = next(rest, None)
    while block is not None:
        reader.take(block)
        output.frame("progress", bytes=block.done, of=source.total)
        if reader.is_hopeless:
            row = block.first_row + len(block.frame)
            block = next(rest, None)
            if block is None:
                break
            output.stopped_at = row
            text = f"Замечаний больше {output.errors - 1}, с {row} строки файл не проверен."
            output.report_all([issue("too_many_issues", text, row=row)], 0)
            break
        block = next(rest, None)


def _under_header(blocks: Iterator[Block], header_row: int) -> Iterator[Block]:
    for block in blocks:
        skipped = max(0, header_row + 1 - block.first_row)
        if skipped < len(block.frame):
            yield Block(block.first_row + skipped, block.frame[skipped:], block.done)


def _work(
    number: int,
    source: Source,
    header: Header,
    above: Sequence[Sequence[str]],
    options: Options,
    issues: list[Issue],
) -> WorkReading:
    filename = source.file or options.filename
    work, _, found = read_work(
        above, header.profile, filename=filename, date_order=options.date_order
    )
    if choice := options.work_of(number):
        return chosen_work(work, choice)
    issues += found
    return work


def _check_maximum(work: WorkReading, shape: Shape) -> list[Issue]:
    total = sum(task.maximum for task in shape.tasks)
    is_stated = bool(shape.tasks) and all(task.maximum for task in shape.tasks)
    if not is_stated or work.max_primary is None or work.max_primary == total:
        return []
    text = f"Над таблицей указан максимум {work.max_primary}, а сумма максимумов заданий {total}."
    return [issue("maximum_differs", text)]


def _told(
    number: int,
    source: Source,
    shape: Shape,
    reader: Reader,
    work: WorkReading,
    headers: Sequence[Header],
    options: Options,
) -> dict[str, Any]:
    fields = {field: list(shape.cell(place)) for field, place in shape.places.items()}
    tasks = reader.scores.all_tasks() if isinstance(reader, Participants) else []
    is_whole = not reader.works.is_by_rows
    return {
        "number": number,
        "file": source.file,
        "sheet": source.sheet,
        "profile": shape.profile.code,
        "layout": shape.profile.title,
        "file_kind": source.kind,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "decimal": options.decimal or _decimal(reader.lookups),
        "date_order": options.date_order,
        "header_row": shape.header.row or None,
        "first_row": reader.first_row,
        "last_row": reader.last_row,
        "columns": [[c.letter, c.header, c.field, c.kind, c.meaning] for c in shape.columns],
        "tasks": [[t.name, t.maximum, t.column, t.header, t.difficulty] for t in tasks],
        "fields": fields,
        "questions": list(_questions(source, shape, reader, work, headers, options)),
        "work": reader.works.whole.as_json() if is_whole and reader.works.whole else None,
        "basis": shape.profile.basis,
        "partial": shape.profile.is_partial,
        "rows_total": reader.rows_total,
    }


def _decimal(lookups: Sequence[Lookup]) -> str | None:
    signs = {
        sign
        for lookup in lookups
        for text in lookup.texts.values()
        if (sign := decimal_sign(clean(text)))
    }
    return signs.pop() if len(signs) == 1 else None


def _questions(
    source: Source,
    shape: Shape,
    reader: Reader,
    work: WorkReading,
    headers: Sequence[Header],
    options: Options,
) -> Iterator[dict[str, Any]]:
    if len(headers) > 1:
        yield question("layout", options=[h.profile.code for h in headers])
    if not reader.works.is_by_rows and not reader.works.base.is_stated:
        yield question("work", sample=work.title)
    if reader.schools.is_from_nowhere and not options.sender_school:
        yield question("school")
    numbers = (text for lookup in reader.lookups for text in lookup.texts.values())
    odd = next((t for t in map(clean, numbers) if is_ambiguous_number(t)), None)
    if odd and options.decimal is None:
        yield question("decimal", sample=odd)
    date = reader.works.ambiguous_date
    above = source.head[: max(shape.header.row - source.first_row, 0)]
    line = date_line(above, shape.profile)
    date = date or (line if line and is_ambiguous_date(line) else None)
    if date and options.date_order is None:
        yield question("date_order", sample=date)
    if reader.schools.short_codes and options.leading_zeros is None:
        yield question("leading_zeros", sample=min(reader.schools.short_codes))
