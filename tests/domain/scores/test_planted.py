"""Files of every layout with planted dirt: row and column of every fault are exact, as Excel shows them."""

from typing import Any

import pytest

from tests.data.logical_table import GIA_LAYOUTS, LAYOUTS, MARKERS, Layout, Rows
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import Reading, book, read

CHOSEN = {"procedure": "vpr", "year": 2021, "subject_id": "math", "grade": 5, "wave": "spring"}
DIRT = [
    ("school", "школа № 1", {"school_login_format", "school_code_format"}),
    ("school", "63 x", {"school_login_format", "school_code_format"}),
    ("participant", "12-34", {"participant_code_format"}),
    ("participant", "Тайнова", {"participant_code_format"}),
    ("participant", "", {"participant_code_missing"}),
    ("class", "Тайнова", {"class_unreadable"}),
    ("variant", "Секретов Лев", {"variant_unreadable"}),
    ("primary", "двенадцать", {"primary_wrong"}),
    ("primary", "", {"primary_wrong"}),
    ("test", "101", {"test_score_wrong"}),
    ("test", "сто", {"test_score_wrong"}),
    ("mark", "7", {"mark_out_of_range"}),
    ("mark", "Тайнова Ева", {"mark_not_number"}),
    ("mark", "", {"mark_missing"}),
    ("journal", "зачёт", {"journal_mark_wrong"}),
    ("task", "9", {"score_over_max"}),
    ("task", "один", {"score_not_number"}),
    ("task", "", {"score_missing"}),
    ("short_mask", "+*-2", {"mask_unreadable"}),
    ("short_mask", "+-", {"mask_unreadable"}),
    ("long_mask", "1(2", {"mask_unreadable"}),
    ("long_mask", "3(2)0(3)", {"mask_unreadable"}),
    ("year", "20x1", {"year_wrong"}),
    ("procedure", "ВПРРР", {"procedure_unknown"}),
    ("subject", "", {"subject_missing"}),
    ("grade", "13", {"grade_wrong"}),
]
REQUIRED = {"school", "participant", "year", "procedure", "subject", "grade"}
"""A row whose value of these is wrong is counted and not kept."""


def reread(layout: Layout, rows: Rows, kind: str) -> Reading:
    reading: dict[str, Any] = {"leading_zeros": "keep"}
    if layout.questions:
        reading["work"] = CHOSEN
    content = (
        book(("Лист", rows)) if kind == "xlsx" else csv_text(rows, ";", "\r\n").encode("cp1251")
    )
    return read(content, filename=layout.filename, reading=reading)


# The normalised ОГЭ is given out as CSV only.
KINDS = [
    pytest.param(layout, kind, id=f"{layout.code}-{kind}")
    for layout in (*LAYOUTS, *GIA_LAYOUTS)
    for kind in ("csv", "xlsx")
    if (layout.code, kind) != ("oge_normalised", "xlsx")
]


@pytest.mark.parametrize(("layout", "kind"), KINDS)
def test_every_planted_error_is_found_at_its_cell(layout: Layout, kind: str) -> None:
    clean = reread(layout, layout.rows, kind)
    letters = {field: place[0] for field, place in clean.table["fields"].items()}
    limited = [letter for name, top, letter, _, _ in clean.table["tasks"] if name == "1"]
    if (
        layout.code not in {"protocol2020", "protocol2021"}
        and "short_mask" not in letters
        and limited
    ):
        letters["task"] = limited[0]
    if layout.is_gia:  # a key of names and document tells participants apart
        letters.pop("participant", None)
    if layout.questions:
        letters = {k: v for k, v in letters.items() if k not in {"year", "procedure", "grade"}}
    rows = [*layout.above, layout.header]
    expected = set()
    for number, (field, value, codes) in enumerate(DIRT):
        # An empty cell is no point: the sum stays right only where there was none.
        sample = 4 if (field, value) == ("task", "") else number % len(layout.body)
        row = list(layout.body[min(sample, len(layout.body) - 1)])
        if field in letters:
            place = _place(letters[field])
            row[place] = value
            (code,) = codes & clean_rules(layout)
            expected.add((len(rows) + 1, letters[field], code))
        rows.append(row)
    found = reread(layout, rows, kind)
    counted = {place for place in found.places if place[2] != "participants_count"}
    assert counted == expected
    assert not [m for m in MARKERS if m.lower() in found.raw.decode("utf-8", "replace").lower()]
    bad = {row for row, _, code in expected if code not in WARNINGS}
    assert found.end["rows_bad"] == len(bad)
    assert {row.row for row in found.rows if row.bad} <= bad


WARNINGS = {"class_unreadable", "variant_unreadable", "score_missing"}


def clean_rules(layout: Layout) -> set[str]:
    gia = layout.is_gia
    every = set().union(*(codes for _, _, codes in DIRT))
    return every - ({"school_login_format"} if gia else {"school_code_format"})


def _place(letter: str) -> int:
    place = 0
    for part in letter:
        place = place * 26 + ord(part) - 64
    return place - 1


def test_a_row_wider_than_the_header_is_told() -> None:
    layout = next(layout for layout in LAYOUTS if layout.code == "plain")
    text = csv_text(layout.rows, ";", "\n").replace("Математика;5;5А", "Матема;тика;5;5А", 1)
    found = read(text.encode())
    letter = "Q"
    assert (2, letter, "row_too_wide") in found.places
    assert {row for row, _, _ in found.places} == {2}


def test_rows_keep_their_numbers_through_quotes_blank_lines_and_blocks() -> None:
    layout = LAYOUTS[0]
    rows = [list(row) for row in layout.rows]
    for row in rows[3:]:
        row[2] = 'Школа "имени\nМаяка"; с. Новое'
    rows[5:5] = [[""], [""]]
    rows[-1][-2] = "6"
    found = read(csv_text(rows, ";", "\r\n").encode())
    assert found.places == {(len(rows), "L", "mark_out_of_range")}


@pytest.mark.parametrize("line", ['1;ГБОУ 5" труба;3', '"x";"y" z;1', 'a;x";c'])
def test_a_stray_quote_does_not_lose_rows(line: str) -> None:
    layout = LAYOUTS[0]
    rows = [list(row) for row in layout.rows]
    text = (
        csv_text(rows, ";", "\n")
        .replace("ГБОУ «СОШ; № 1»", "ГБОУ СОШ")
        .replace('"ГБОУ СОШ"', "ГБОУ СОШ")
    )
    broken = text.replace("ГБОУ СОШ", line.split(";")[1], 1)
    found = read(broken.encode())
    assert [row.code for row in found.rows] == [50001, 50002, 50003, 50004, 50005]
