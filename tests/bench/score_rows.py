"""Results of invented schools as plain CSV, of any size; the same arguments give the same file."""

from itertools import product
from pathlib import Path

import numpy as np

SUBJECTS = ("russian", "math", "history", "biology", "geography", "physics", "chemistry")
GRADES = (4, 5, 6, 7, 8)
HEADER = (
    "school;procedure;year;wave;subject;grade;participant;variant;primary_score;mark;journal_mark\n"
)


def write_rows(
    path: Path, *, schools: int, rows: int, first_year: int = 2010, last_year: int = 2020, bad: float = 0.0, seed: int = 1,
    shuffled: bool = False,
) -> int:  # fmt: skip
    """Write about `rows` rows of ВПР in protocols of a log-normal size (median 35, mean 45 pupils); return how many.

    `bad`: share of rows with an impossible mark.
    """
    rng = np.random.default_rng(seed)
    written = 0
    lines: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for year, grade, subject, number in product(
            range(first_year, last_year + 1), GRADES, SUBJECTS, range(schools)
        ):
            size = int(np.clip(rng.lognormal(3.55, 0.7), 3, 400))
            lines += _protocol(rng, number, year, grade, subject, size, bad)
            written += size
            if written >= rows:
                break
            if not shuffled and len(lines) > 50_000:
                file.write("".join(lines))
                lines = []
        if shuffled:
            rng.shuffle(lines)
        file.write("".join(lines))
    return written


def login(number: int) -> str:
    return f"70{number:06d}"


def _protocol(
    rng: np.random.Generator,
    number: int,
    year: int,
    grade: int,
    subject: str,
    size: int,
    bad: float,
) -> list[str]:
    primary = rng.integers(0, 16, size)
    mark = 2 + (primary >= 5) + (primary >= 9) + (primary >= 12)
    journal = np.clip(mark + rng.choice([0, 0, 0, 1, -1], size), 2, 5)
    shown = np.where(rng.random(size) < bad, 7, mark) if bad else mark
    head = f"edu{login(number)};vpr;{year};spring;{subject};{grade};"
    return [
        f"{head}{grade * 1000 + place};{1 + place % 2};{p};{m};{j}\n"
        for place, (p, m, j) in enumerate(
            zip(primary.tolist(), shown.tolist(), journal.tolist(), strict=True), start=1
        )
    ]
