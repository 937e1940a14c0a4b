"""The lines above a table (title, «Предмет», «Дата» …) and the name of the file → the work they state."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.domain.scores.cells import clean, normal, whole_number, written_date
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.profile import Profile
from backend.domain.scores.work import (
    GRADES,
    GVE_FROM_CODE,
    SUBJECT_LENGTH,
    WorkReading,
    named_subject,
)

_TITLE_LENGTH = 200
_TITLE_UNCLEAR = "Над таблицей нет строки с названием работы, годом, предметом и классом."


@dataclass(frozen=True, slots=True)
class _Lines:
    """What stands above the header: the matched title and the labelled lines, each with its row."""

    title: re.Match[str] | None
    title_row: int | None
    labelled: Mapping[str, tuple[int, str]]


def read_work(
    rows: Sequence[Sequence[str]],
    profile: Profile,
    *,
    filename: str = "",
    date_order: str | None = None,
) -> tuple[WorkReading, int | None, list[Issue]]:
    """Read the rows above the header (row 1 first); return the work, the row of its title and what is wrong."""
    lines = _read_lines(rows, profile, filename)
    issues: list[Issue] = []
    reading = _stated(lines, profile, issues, date_order)
    if lines.title is None:
        if profile.is_title_required:
            issues.append(issue("title_unclear", _TITLE_UNCLEAR))
    elif reading.grade is not None and reading.grade not in GRADES:
        text = f"В заголовке указан {reading.grade} класс."
        issues.append(issue("grade_wrong", text, row=lines.title_row))
        reading = replace(reading, grade=None)
    return reading, lines.title_row, issues


def _stated(
    lines: _Lines, profile: Profile, issues: list[Issue], date_order: str | None
) -> WorkReading:
    title = lines.title
    parts = {k: v for k, v in title.groupdict().items() if v} if title else {}
    whole_title = clean(title.string) if title else ""
    dated = written_date(parts["date"]) if "date" in parts else None
    written_on = _date(lines, issues, date_order) or dated
    year = int(parts["year"]) if "year" in parts else written_on.year if written_on else None
    if written_on and year and written_on.year != year:
        text = f"В заголовке {year} год, а дата работы {written_on:%d.%m.%Y}."
        issues.append(
            issue("year_conflict", text, row=lines.labelled.get("date", (lines.title_row,))[0])
        )
    maximum = lines.labelled.get("max_primary")
    code = int(parts["code"]) if "code" in parts else None
    subject = _subject(lines, parts.get("subject"), code, profile, issues)
    procedure = profile.procedures.get(normal(parts.get("procedure", "")))
    usual = profile.gve if code and code >= GVE_FROM_CODE and profile.gve else None
    return WorkReading(
        title=whole_title[:_TITLE_LENGTH] or None,
        procedure=procedure or usual or profile.work.get("procedure"),
        year=year or profile.work.get("year"),
        wave=_wave(whole_title, profile) or profile.work.get("wave"),
        subject=subject or profile.work.get("subject"),
        subject_code=code,
        grade=int(parts["grade"]) if "grade" in parts else profile.work.get("grade"),
        programme_grade=_programme(whole_title, lines, profile),
        max_primary=whole_number(maximum[1]) if maximum else None,
        written_on=written_on,
    )


def _subject(
    lines: _Lines, title: str | None, code: int | None, profile: Profile, issues: list[Issue]
) -> str | None:
    in_title = clean(title) if title else None
    row, in_line = lines.labelled.get("subject", (None, None))
    if in_title and in_line and normal(in_title) != normal(in_line):
        text = f"В заголовке «{in_title[:SUBJECT_LENGTH]}», в строке «Предмет» «{in_line[:SUBJECT_LENGTH]}»."
        issues.append(issue("subject_conflict", text, row=row))
    found = in_line or in_title
    subject, conflict = named_subject(found[:SUBJECT_LENGTH] if found else None, code, profile)
    if conflict:
        issues.append(issue("subject_conflict", conflict, row=lines.title_row))
    return subject


def _programme(title: str, lines: _Lines, profile: Profile) -> int | None:
    found = profile.programme.search(title)
    if found:
        return int(found["programme"])
    stated = re.search(r"\d{1,2}", lines.labelled.get("programme", (0, ""))[1])
    return int(stated.group()) if stated else None


def _wave(title: str, profile: Profile) -> str | None:
    words = re.findall(r"[а-я]+", normal(title))
    return next((profile.waves[word] for word in words if word in profile.waves), None)


def _date(lines: _Lines, issues: list[Issue], order: str | None) -> date | None:
    if "date" not in lines.labelled:
        return None
    row, text = lines.labelled["date"]
    found = written_date(text, order)
    if found is None:
        text = "В строке «Дата» не одна дата вида ДД.ММ.ГГГГ."
        issues.append(issue("date_unclear", text, row=row))
    return found


def date_line(rows: Sequence[Sequence[str]], profile: Profile) -> str | None:
    """Return the text of the line «Дата», to ask which of day and month comes first."""
    found = _read_lines(rows, profile, "").labelled.get("date")
    return found[1] if found else None


def _read_lines(rows: Sequence[Sequence[str]], profile: Profile, filename: str) -> _Lines:
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
    if title is None:
        stem = filename.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        title = next((m for p in profile.filenames if (m := p.search(stem))), None)
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
