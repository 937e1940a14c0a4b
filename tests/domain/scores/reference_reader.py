"""A slow reader that takes one row after the other, to compare the columnar road with: the same rules, no columns."""

import re
from collections.abc import Iterator, Mapping, Sequence

from backend.domain.scores.cells import (
    MARKS,
    NO_VALUE,
    NOT_ATTEMPTED,
    class_name,
    clean,
    normal,
    own_school_code,
    participant_code,
    school_login,
    variant_name,
    whole_number,
)
from backend.domain.scores.personal import is_personal

Fault = tuple[int, str]
ABSENT = {"не присутствовал", "отсутствовал"}
FOOTERS = ("средние", "итого")


def faults(
    rows: Sequence[Sequence[str]],
    places: Mapping[str, int],
    tasks: Sequence[tuple[int, int]],
    *,
    first: int,
) -> set[Fault]:
    """Return row and rule of every fault. `places`: field → column; `tasks`: column and maximum of each task."""
    found: set[Fault] = set()
    for number, row in enumerate(rows, start=first):
        cells = [clean(cell) for cell in row]
        if any(cells) and not _is_aside(cells, places):
            found |= {(number, code) for code in _of_row(cells, places, tasks)}
    return found


def _is_aside(cells: Sequence[str], places: Mapping[str, int]) -> bool:
    first = next(cell for cell in cells if cell)
    named = cells[places["participant"]]
    is_footer = any(normal(first).startswith(word) for word in FOOTERS)
    return is_footer and (not named or named == first or first == cells[places["school"]])


def _of_row(
    cells: Sequence[str], places: Mapping[str, int], tasks: Sequence[tuple[int, int]]
) -> Iterator[str]:
    errors = [*_keys(cells, places), *_work(cells, places)]
    told = [places[field] for field in ("class", "variant", "primary", "mark", "journal")]
    told += [place for place, _ in tasks]
    absent = any(normal(cells[place]) in ABSENT for place in told)
    scores = [_score(cells[place], top) for place, top in tasks]
    primary, mark = whole_number(cells[places["primary"]]), whole_number(cells[places["mark"]])
    if absent:
        if any(value is not None for value, _ in scores) or primary is not None or mark is not None:
            errors.append("absent_with_scores")
    else:
        errors += [code for _, code in scores if code and code != "score_missing"]
        if any(code == "score_missing" for _, code in scores):
            yield "score_missing"
        errors += _primary(primary, sum(top for _, top in tasks)) + _mark(
            cells[places["mark"]], mark
        )
    journal = cells[places["journal"]]
    is_said = journal.lower() not in NO_VALUE and normal(journal) not in ABSENT
    if is_said and whole_number(journal) not in MARKS:
        errors.append("journal_mark_wrong")
    yield from errors
    total = sum(value or 0 for value, _ in scores)
    if not absent and not errors and tasks and total != primary:
        yield "sum_differs"
    yield from _warnings(cells, places)


def _keys(cells: Sequence[str], places: Mapping[str, int]) -> Iterator[str]:
    school, code = cells[places["school"]], cells[places["participant"]]
    if not school:
        yield "school_missing"
    elif school_login(school) is None and own_school_code(school) is None:
        yield "school_login_format"
    if not code:
        yield "participant_code_missing"
    elif participant_code(code) is None:
        yield "participant_code_format"


def _work(cells: Sequence[str], places: Mapping[str, int]) -> Iterator[str]:
    if cells[places["procedure"]].lower() not in {"vpr", "впр", "dr", "др"}:
        yield "procedure_unknown"
    if whole_number(cells[places["year"]]) not in range(2000, 2101):
        yield "year_wrong"
    if not cells[places["subject"]]:
        yield "subject_missing"
    elif is_personal(cells[places["subject"]]):
        yield "subject_unknown"
    if whole_number(cells[places["grade"]]) not in range(1, 13):
        yield "grade_wrong"


def _score(text: str, top: int) -> tuple[int | None, str | None]:
    if text.lower() in NOT_ATTEMPTED:
        return None, None
    if text in NO_VALUE:
        return None, "score_missing"
    value = whole_number(text)
    if value is None:
        return None, "score_not_number"
    return value, "score_over_max" if value > top else None


def _primary(value: int | None, top: int) -> list[str]:
    if value is None:
        return ["primary_wrong"]
    return ["primary_over_max"] if top and value > top else []


def _mark(text: str, value: int | None) -> list[str]:
    if not text:
        return ["mark_missing"]
    if value is None:
        return ["mark_not_number"]
    return [] if value in MARKS else ["mark_out_of_range"]


def _warnings(cells: Sequence[str], places: Mapping[str, int]) -> Iterator[str]:
    text = cells[places["class"]]
    name = class_name(text) if text else None
    if text and name is None and normal(text) not in ABSENT:
        yield "class_unreadable"
    grade = whole_number(cells[places["grade"]])
    is_work = not list(_work(cells, places))
    digits = re.match(r"\d{1,2}", name or "")
    if is_work and digits and int(digits.group()) != grade:
        yield "class_differs"
    variant = cells[places["variant"]]
    if variant and variant_name(variant) is None and normal(variant) not in ABSENT:
        yield "variant_unreadable"
