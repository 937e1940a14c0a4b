"""Which work is meant: what a file, a row or a person states, and the rule of autumn 2020."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from backend.domain.scores.cells import clean, normal, whole_number, written_date
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.personal import is_personal
from backend.domain.scores.profile import Profile

AUTUMN_FROM_MONTH = 8
TRANSFERRED_YEAR = 2020
TRANSFERRED_GRADES = range(5, 10)
GRADES = range(1, 13)
YEARS = range(2000, 2101)
GVE_FROM_CODE = 51
SUBJECT_LENGTH = 80
_SERIES = re.compile(r"^(?:[А-Яа-яA-Za-z]{1,2}|(?=.*\d)[\w .\-]{1,20})$")


@dataclass(frozen=True, slots=True)
class WorkReading:
    """The work as stated; None = not stated. `grade` sat, `programme_grade` was tested."""

    title: str | None = None
    procedure: str | None = None
    year: int | None = None
    wave: str | None = None
    subject: str | None = None
    subject_code: int | None = None
    grade: int | None = None
    programme_grade: int | None = None
    series: str = ""
    max_primary: int | None = None
    written_on: date | None = None
    subject_id: str | None = None
    """Only where a person has chosen the subject."""

    @property
    def is_stated(self) -> bool:
        has_subject = self.subject is not None or self.subject_id is not None
        return has_subject and None not in {self.procedure, self.year, self.grade}

    def as_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "title": self.title,
            "procedure": self.procedure,
            "year": self.year,
            "wave": self.wave,
            "subject": self.subject,
            "subject_code": self.subject_code,
            "grade": self.grade,
            "programme_grade": self.programme_grade,
            "series": self.series,
            "max_primary": self.max_primary,
            "written_on": self.written_on.isoformat() if self.written_on else None,
        }
        return data | ({"subject_id": self.subject_id} if self.subject_id else {})


def chosen_work(reading: WorkReading, choice: Mapping[str, Any]) -> WorkReading:
    """Return the work a person has chosen; it wins over everything the file states."""
    written_on = choice.get("written_on")
    return WorkReading(
        title=reading.title,
        procedure=choice["procedure"],
        year=choice["year"],
        wave=choice.get("wave"),
        subject_id=choice["subject_id"],
        grade=choice["grade"],
        programme_grade=choice.get("programme_grade"),
        series=choice.get("series") or "",
        max_primary=reading.max_primary,
        written_on=date.fromisoformat(written_on) if written_on else reading.written_on,
    )


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


Fault = tuple[str, str, str]
"""Code of the rule, field of the row, message."""


def work_of_row(
    texts: Mapping[str, str], base: WorkReading, profile: Profile, *, date_order: str | None = None
) -> tuple[WorkReading, list[Fault]]:
    """Return the work a row states (fields as text) on top of what the whole table states, and its faults."""
    faults: list[Fault] = []
    found = dict.fromkeys(("procedure", "year", "wave", "grade", "programme_grade", "written_on"))
    known: dict[str, Any] = {}
    for field in found:
        text = clean(texts.get(field, ""))
        if text:
            value = _value(field, text, profile, date_order)
            if value is None:
                faults.append((*_BAD[field][:1], field, _BAD[field][1]))
            known[field] = value
        elif field in {"procedure", "year", "grade"} and getattr(base, field) is None:
            faults.append((_BAD[field][0], field, "Ячейка пустая."))
    subject, code = _subject_of_row(texts, base, profile, faults)
    series = clean(texts.get("series", ""))
    if series and not _SERIES.match(series):
        faults.append(("series_unreadable", "series", "Ячейка пропущена."))
        series = ""
    series = series or base.series
    reading = replace(base, subject=subject, subject_code=code, series=series)
    return replace(reading, **known), faults


def _subject_of_row(
    texts: Mapping[str, str], base: WorkReading, profile: Profile, faults: list[Fault]
) -> tuple[str | None, int | None]:
    """Return name and code: the name in the row, else what its code means, else what the table states."""
    name = clean(texts.get("subject", ""))[:SUBJECT_LENGTH] or None
    written = clean(texts.get("subject_code", ""))
    code = whole_number(written)
    if written and code is None:
        faults.append(("subject_unknown", "subject_code", "Код предмета — это число."))
    if name and is_personal(name):
        faults.append(("subject_unknown", "subject", "Вместо предмета стоит имя или документ."))
        return None, code
    subject, conflict = named_subject(name, code, profile)
    if conflict:
        faults.append(("subject_conflict", "subject", conflict))
    if not (subject or base.subject or base.subject_id or written):
        faults.append(("subject_missing", "subject", "Ячейка пустая."))
    return subject or base.subject, code if code is not None else base.subject_code


_BAD = {
    "procedure": ("procedure_unknown", "Такой процедуры нет."),
    "year": ("year_wrong", "Это не год."),
    "wave": ("wave_unknown", "Такой волны нет."),
    "grade": ("grade_wrong", "Это не класс от 1 до 12."),
    "programme_grade": ("grade_wrong", "Это не класс от 1 до 12."),
    "written_on": ("date_unclear", "Это не дата вида ДД.ММ.ГГГГ."),
}


def _value(field: str, text: str, profile: Profile, date_order: str | None) -> Any:
    if field == "procedure":
        return profile.procedures.get(normal(text))
    if field == "wave":
        return profile.waves.get(normal(text))
    if field == "written_on":
        return written_date(text, date_order)
    number = whole_number(text)
    if field == "year":
        return number if number in YEARS else None
    return number if number in GRADES else None


def named_subject(
    name: str | None, code: int | None, profile: Profile
) -> tuple[str | None, str | None]:
    """Return the subject, by name first and by code where there is no name, and the contradiction if any."""
    names = profile.subject_codes.get(code, ()) if code is not None else ()
    if name is None:
        return (names[0] if names else None), None
    known = {normal(n) for group in profile.subject_codes.values() for n in group}
    if names and normal(name) in known and normal(name) not in {normal(n) for n in names}:
        return name, f"Предмет «{name}», а код {code:02} — это «{names[0]}»."
    return name, None
