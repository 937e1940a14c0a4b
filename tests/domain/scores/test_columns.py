"""Columns of numbers instead of texts: dictionaries, combinations of columns, hostile variety."""

import random
import time

import numpy as np
import polars as pl
import pytest

from backend.features.uploads.intake.child.lookups import Lookup
from backend.features.uploads.intake.child.people import codes
from backend.features.uploads.intake.child.works import distinct_rows
from tests.domain.scores.reading import read


@pytest.mark.parametrize("sizes", [[3, 4], [50, 60, 70], [10**6] * 8])
def test_combinations_are_found_whatever_their_number(sizes: list[int]) -> None:
    chance = random.Random(7)  # noqa: S311 - a table to compare on, no secret
    rows = [tuple(chance.randrange(min(size, 5)) for size in sizes) for _ in range(500)]
    ids = [np.array(part, np.uint32) for part in zip(*rows, strict=True)]
    samples, places = distinct_rows(ids, sizes)
    assert len(samples) == len(set(rows))
    assert [rows[samples[place]] for place in places] == rows


def test_a_text_is_read_once_through_all_blocks() -> None:
    seen: list[str] = []

    def note(text: str) -> tuple[int, int]:
        seen.append(text)
        return len(text), 0

    lookup = Lookup(note)
    header = pl.Series(["заголовок", "a", None, "bb"]).cast(lookup.kind)
    first, second = lookup.ids(header[1:]), lookup.ids(pl.Series(["bb", "ccc", ""]))
    assert lookup.values[first].tolist() == [1, 0, 2]
    assert lookup.values[second].tolist() == [2, 3, 0]
    assert seen == ["", "a", "bb", "ccc"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("5", 5), ("005", 5), ("5.0", 5), ("\u00a05 ", 5), ("+5", -1), ("-5", -1), ("-0", -1), ("0", 0), ("5,0", -1),
     ("1e3", -1), ("", -1), (None, -1), ("999999999999", 999_999_999_999), ("1000000000000", -1), ("٣", -1)],
)  # fmt: skip
def test_codes_of_participants(text: str | None, code: int) -> None:
    assert codes(pl.Series([text], dtype=pl.String)).tolist() == [code]


def test_a_file_in_which_every_cell_is_another_is_read_in_good_time() -> None:
    head = "school;procedure;year;wave;subject;grade;class;participant;variant;primary_score;mark\n"
    text = "".join(
        f"s_{n};p{n};{n};w{n};п{n};g{n};c{n};x{n};v {n} {n};{n}q;m{n}\n" for n in range(60_000)
    )
    started = time.process_time()
    found = read((head + text).encode())
    assert time.process_time() - started < 20
    # More would help nobody: reading ends with the block in which there are too many.
    assert found.end["rows_bad"] == found.end["rows_total"] > 40_000
    assert found.rows == []
