"""The columnar road finds exactly what a plain reader finds that takes one row after the other."""

import random

import pytest

from backend.features.uploads.intake.child import sources, text_blocks
from tests.data.logical_table import LAYOUTS
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import book, read
from tests.domain.scores.reference_reader import faults

PLAIN = next(layout for layout in LAYOUTS if layout.code == "plain")
FIELDS = {
    "school": "school", "procedure": "procedure", "year": "year", "wave": "wave", "subject": "subject",
    "grade": "grade", "class": "class", "participant": "participant", "variant": "variant",
    "primary": "primary_score", "mark": "mark", "journal": "journal_mark",
}  # fmt: skip
PLACES = {field: PLAIN.header.index(name) for field, name in FIELDS.items()}
TASKS = [(12, 1), (13, 2), (14, 2), (15, 3)]
GARBAGE = [
    "", " ", "\u00a0", "?", "-", "–", "—", "н/а", "нет", "Х", "x", "0", "1", "2", "3", "5", "6", "7", "9", "00", "007",
    "+5", "-1", "-0", "1,0", "2.00", "1,5", "1,234", "12,000", "01.02", "1.2E+04", "10000", "99999", "1e3", "٣", "①",
    "Иванов", "Иван Петров", "112-233-445 95", "12345678901", "1234567890123", "5001.0", "не присутствовал",
    "отсутствовал", "Средние", "Итого", "edu63901003", "sch639", "63901003", "12345", "_", "a1", "6Б", "5а", "5 А", "АБВ",
    "2021", "1999", "vpr", "ВПР", "oops", "история", "\u200b4", "4\u202f",
]  # fmt: skip


def rows_of(seed: int, count: int, share: float) -> list[list[str]]:
    chance = random.Random(seed)  # noqa: S311 - a table to compare on, no secret
    rows = []
    for number in range(count):
        row = list(PLAIN.body[number % len(PLAIN.body)])
        row[PLACES["participant"]] = str(50_000 + number)
        for place in range(len(row)):
            if chance.random() < share and place != PLACES["wave"]:
                row[place] = chance.choice(GARBAGE)
        if chance.random() < 0.01:
            row = [""] * len(row)
        rows.append(row)
    return rows


@pytest.mark.parametrize(("seed", "share"), [(1, 0.01), (2, 0.05), (3, 0.2), (4, 0.6)])
@pytest.mark.parametrize("kind", ["csv", "small blocks", "cp1251", "xlsx"])
def test_the_same_rows_have_the_same_faults(
    seed: int, share: float, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(seed, 700, share)
    if kind == "small blocks":
        monkeypatch.setattr(text_blocks, "BLOCK_BYTES", 3_001)
    if kind == "cp1251":
        rows = [[cell.encode("cp1251", "ignore").decode("cp1251") for cell in row] for row in rows]
    table = [PLAIN.header, *rows]
    content = (
        book(("1", table))
        if kind == "xlsx"
        else csv_text(table, ";", "\n").encode("cp1251" if kind == "cp1251" else "utf-8")
    )
    found = read(content, reading={"leading_zeros": "keep"}, issues_limit=100_000)
    expected = faults(rows, PLACES, TASKS, first=2)
    assert {(row, code) for code, _, row, *_ in found.issues if row is not None} == expected
    assert found.end["rows_bad"] >= len({row.row for row in found.rows if row.bad})


def test_blocks_are_smaller_than_what_is_kept_in_memory() -> None:
    assert sources.BLOCK_BYTES <= 8 << 20
