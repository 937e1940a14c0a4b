"""Which work a file is about: title and lines above the table → procedure, year, wave, subject, grades."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from backend.domain.score_cells import clean, normal, whole_number, written_date
from backend.domain.score_issues import Issue, issue
from backend.domain.score_profile import Profile

AUTUMN_FROM_MONTH = 8
TRANSFERRED_YEAR = 2020
TRANSFERRED_GRADES = range(5, 10)
_SUBJECT_LENGTH = 80


@dataclass(frozen=True, slots=True)
class WorkReading:
    """The work as the file states it; None = not stated. `grade` sat, `programme_grade` was tested."""

    title: str | None
    procedure: str | None
    year: int | None
    wave: str | None
    subject: str | None
    grade: int | None
    programme_grade: int | None
    max_primary: int | None
    written_on: date | None

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "procedure": self.procedure,
            "year": self.year,
            "wave": self.wave,
            "subject": self.subject,
            "grade": self.grade,
            "programme_grade": self.programme_grade,
            "max_primary": self.max_primary,
            "written_on": self.written_on.isoformat() if self.written_on else None,
        }


@dataclass(frozen=True, slots=True)
class _Lines:
    """What stands above the header: the matched title and the labelled lines, each with its row."""

    title: re.Match[str] | None
    title_row: int | None
    labelled: Mapping[str, tuple[int, str]]


def read_work(rows: Sequence[Sequence[str]], profile: Profile) -> tuple[WorkReading, list[Issue]]:
    """Read the rows above the header (row 1 first) and say what is missing or contradictory."""
    lines = _read_lines(rows, profile)
    issues: list[Issue] = []
    reading = _stated(lines, profile, issues)
    if lines.title is None:
        issues.append(
            issue(
                "title_unclear",
                "Над таблицей нет строки с названием работы, годом, предметом и классом.",
            )
        )
        return reading, issues
    if reading.grade is not None and not 1 <= reading.grade <= 12:
        issues.append(
            issue("grade_wrong", f"В заголовке указан {reading.grade} класс.", row=lines.title_row)
        )
        return replace(reading, grade=None), issues
    return settle_programme(reading, row=lines.title_row, issues=issues), issues


def settle_programme(reading: WorkReading, *, row: int | None, issues: list[Issue]) -> WorkReading:
    """Fill in wave and programme grade where the file does not state them.

    The works of spring 2020 were moved to 14.09–12.10.2020 and tested the programme of the previous grade
    (domain.md 4.1). A file of that year without «по программе N класса» is read by this rule, and the
    person is told so; every other work tests the programme of its own grade.
    """
    wave = reading.wave or _usual_wave(reading)
    programme = reading.programme_grade
    if programme is None and reading.grade is not None:
        if _is_transferred(reading):
            wave, programme = "autumn", reading.grade - 1
            why = (
                f"работа написана {reading.written_on:%d.%m.%Y}"
                if reading.written_on
                else "даты работы в файле нет, а ВПР 2020 года для 5–9 классов прошли осенью"
            )
            issues.append(
                issue(
                    "programme_assumed",
                    f"В файле не сказано, за какой класс программа; {why}. Осенью 2020 года {reading.grade}"
                    f" класс писал работу по программе {programme} класса, так и записываем.",
                    row=row,
                    how_to_fix=f"Если это не так, добавьте в заголовок «(по программе {reading.grade} класса)»"
                    " и загрузите файл ещё раз.",
                )
            )
        else:
            programme = reading.grade
    return replace(reading, wave=wave, programme_grade=programme)


def _is_transferred(reading: WorkReading) -> bool:
    stated_spring = reading.wave == "spring" or (
        reading.written_on is not None and reading.written_on.month < AUTUMN_FROM_MONTH
    )
    return (
        reading.procedure == "vpr"
        and reading.year == TRANSFERRED_YEAR
        and reading.grade in TRANSFERRED_GRADES
        and not stated_spring
    )


def _usual_wave(reading: WorkReading) -> str:
    if reading.procedure != "vpr":
        return "main"
    if reading.written_on is not None:
        return "autumn" if reading.written_on.month >= AUTUMN_FROM_MONTH else "spring"
    # The programme of the previous grade is tested only in autumn, at the start of the school year.
    tested_earlier = None not in {reading.grade, reading.programme_grade} and (
        reading.programme_grade != reading.grade
    )
    return "autumn" if tested_earlier else "spring"


def _stated(lines: _Lines, profile: Profile, issues: list[Issue]) -> WorkReading:
    title = lines.title
    whole_title = clean(title.string) if title else ""
    written_on = _date(lines, issues)
    year = int(title["year"]) if title else None
    if written_on and year and written_on.year != year:
        issues.append(
            issue(
                "year_conflict",
                f"В заголовке {year} год, а дата работы {written_on:%d.%m.%Y}.",
                row=lines.labelled["date"][0],
            )
        )
    maximum = lines.labelled.get("max_primary")
    return WorkReading(
        title=whole_title[:200] or None,
        procedure=profile.procedures.get(normal(title["procedure"])) if title else None,
        year=year,
        wave=_wave(whole_title, profile),
        subject=_subject(lines, issues),
        grade=int(title["grade"]) if title else None,
        programme_grade=_programme(whole_title, lines, profile),
        max_primary=whole_number(maximum[1]) if maximum else None,
        written_on=written_on,
    )


def _subject(lines: _Lines, issues: list[Issue]) -> str | None:
    in_title = clean(lines.title["subject"]) if lines.title else None
    row, in_line = lines.labelled.get("subject", (None, None))
    if in_title and in_line and normal(in_title) != normal(in_line):
        issues.append(
            issue(
                "subject_conflict",
                f"В заголовке «{in_title[:_SUBJECT_LENGTH]}», в строке «Предмет» «{in_line[:_SUBJECT_LENGTH]}».",
                row=row,
            )
        )
    found = in_line or in_title
    return found[:_SUBJECT_LENGTH] if found else None


def _programme(title: str, lines: _Lines, profile: Profile) -> int | None:
    found = profile.programme.search(title)
    if found:
        return int(found["programme"])
    stated = re.search(r"\d{1,2}", lines.labelled.get("programme", (0, ""))[1])
    return int(stated.group()) if stated else None


def _wave(title: str, profile: Profile) -> str | None:
    words = re.findall(r"[а-я]+", normal(title))
    return next((profile.waves[word] for word in words if word in profile.waves), None)


def _date(lines: _Lines, issues: list[Issue]) -> date | None:
    if "date" not in lines.labelled:
        return None
    row, text = lines.labelled["date"]
    found = written_date(text)
    if found is None:
        issues.append(
            issue("date_unclear", "В строке «Дата» не одна дата вида ДД.ММ.ГГГГ.", row=row)
        )
    return found


def _read_lines(rows: Sequence[Sequence[str]], profile: Profile) -> _Lines:
    title: re.Match[str] | None = None
    title_row: int | None = None
    labelled: dict[str, tuple[int, str]] = {}
    for number, cells in enumerate(rows, start=1):
        filled = [clean(cell) for cell in cells if clean(cell)]
        if not filled:
            continue
        if title is None:
            title = next(
                (m for text in filled for p in profile.titles if (m := p.match(text))), None
            )
            title_row = number if title else None
        for name, value in _labels(filled, profile):
            labelled.setdefault(name, (number, value))
    return _Lines(title, title_row, labelled)


def _labels(filled: Sequence[str], profile: Profile) -> list[tuple[str, str]]:
    """Return the labelled values of one line: «Предмет | Математика» or «Предмет: Математика»."""
    found: list[tuple[str, str]] = []
    for place, text in enumerate(filled):
        label, colon, rest = text.partition(":")
        name = profile.meta.get(normal(label))
        if name is None:
            continue
        value = clean(rest) if colon and rest.strip() else "".join(filled[place + 1 : place + 2])
        if value:
            found.append((name, value))
    return found
