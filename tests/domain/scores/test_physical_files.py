"""One logical table as hundreds of files: every one gives the same protocols, or asks exactly what it leaves open."""

import hmac
from typing import Any

import pytest

from tests.data.logical_table import (
    GIA_SCHOOL,
    MARKERS,
    PERSONS,
    PUPILS,
    SCHOOL,
    Layout,
    Person,
)
from tests.data.physical_files import File, all_files
from tests.domain.scores.reading import SECRET, Row, read

FILES = list(all_files())
CHOSEN = {"procedure": "vpr", "year": 2021, "subject_id": "math", "grade": 5, "wave": "spring"}


def test_there_are_at_least_400_files() -> None:
    assert len(FILES) >= 400
    assert len({file.name for file in FILES}) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_gives_the_same_protocols(file: File) -> None:
    layout = file.layout
    found = read(file.content, filename=layout.filename)
    assert found.refusal is None
    assert found.questions == layout.questions
    if layout.questions:
        found = read(file.content, filename=layout.filename, reading={"work": CHOSEN})
        assert found.questions == set()
    assert found.table["profile"] == layout.code
    assert {code for code in found.codes if code != "maximum_differs"} == set()
    expected = gia(layout) if layout.is_gia else vpr(layout)
    assert [values(row) for row in found.rows] == expected
    assert {work(row) for row in found.rows} == {expected_work(layout)}
    text = found.raw.decode("utf-8", "replace")
    assert not [marker for marker in MARKERS if marker.lower() in text.lower()]
    assert found.end["personal"] == (layout.is_gia or layout.code == "local")


def values(row: Row) -> tuple[Any, ...]:
    return (
        row.school, row.code, row.class_name, row.variant, row.scores, row.primary, row.test, row.mark,
        row.journal, row.bad,
    )  # fmt: skip


def work(row: Row) -> tuple[Any, ...]:
    subject = row.work.get("subject_id") or row.work["subject"]
    return (row.work["procedure"], row.work["year"], row.work["wave"], subject, row.work["grade"])


def expected_work(layout: Layout) -> tuple[Any, ...]:
    if not layout.is_gia:
        return "vpr", 2021, "spring", "math" if layout.questions else "Математика", 5
    subjects = {"ege_foreign": "Английский язык", "ege_base": "Математика базовая"}
    subject = subjects.get(layout.code, "Русский язык")
    is_oge = layout.code.startswith("oge")
    return "oge" if is_oge else "ege", 2022, "main", subject, 9 if is_oge else 11


def vpr(layout: Layout) -> list[tuple[Any, ...]]:
    has = layout.values.__contains__
    return [
        (
            ("login", SCHOOL),
            p.code,
            p.class_name if has("class_name") else None,
            p.variant if has("variant") else None,
            p.scores if has("score0") else (),
            p.primary if has("primary") or has("score0") else None,
            None,
            p.mark if has("mark") else None,
            p.journal if has("journal") else None,
            False,
        )
        for p in PUPILS
    ]


def gia(layout: Layout) -> list[tuple[Any, ...]]:
    has = layout.values.__contains__
    found = []
    for p in PERSONS:
        scores = p.short_points if has("short") else ()
        scores += p.long_points if has("long") else ()
        scores += (1, 2) if has("oral") else ()
        found.append(
            (
                ("gia", GIA_SCHOOL),
                key(p, "oge" if layout.code.startswith("oge") else "ege"),
                p.ninth if has("ninth") else p.class_name,
                None,
                scores,
                sum(scores) if scores else p.primary,
                p.test if has("test") else None,
                p.mark if has("mark") else None,
                None,
                False,
            )
        )
    return found


def key(person: Person, procedure: str) -> int:
    """The participant key, written down once more from its definition."""
    name = f"{person.surname} {person.name} {person.patronymic}".upper().replace("Ё", "Е")
    name = " ".join(name.replace("-", " ").split())
    message = f"{GIA_SCHOOL}|{procedure}|2022|{name}|{person.series}{person.number}"
    digest = hmac.digest(bytes.fromhex(SECRET), message.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") >> 2 | 1 << 62
