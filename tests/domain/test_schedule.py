"""Terms of the decree № 64-од, the dates of series, the same plan some years later, labels of windows."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.schedule import (
    Every,
    Period,
    Series,
    Term,
    TermKind,
    academic_year,
    end_of_month,
    is_weekly,
    occurrences,
    read_term,
    shift_term,
    window_label,
)
from backend.domain.wording import MONTHS

DATA = Path(__file__).parents[2] / "backend/data/roadmap_2020_2021.yaml"
ROADMAP = yaml.safe_load(DATA.read_text(encoding="utf-8"))
PLAN = Period(ROADMAP["period"]["start"], ROADMAP["period"]["end"])
PROJECT = Period(date(2021, 2, 14), date(2021, 12, 20))
ROWS = {row["number"]: row for row in ROADMAP["activities"]}


def read_row(row: dict[str, Any]) -> Term:
    return read_term(
        row["term_source"],
        period=PLAN,
        project=PROJECT if row["section"] == "500+" else None,
        weekly=is_weekly(row["title"]),
    )


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_term_of_the_decree_is_read_as_the_data_file_has_it(row: dict[str, Any]) -> None:
    term = read_row(row)
    found = [(w.starts_on, w.ends_on, w.is_derived) for w in term.windows]
    assert found == [(w["start"], w["end"], w.get("derived", False)) for w in row["windows"]]
    assert term.recurrence == row["recurrence"]["kind"]
    assert term.questions == ()


def test_the_decree_has_44_rows_of_all_kinds() -> None:
    assert len(ROWS) == 44
    kinds = {row["number"]: read_row(row).kind for row in ROWS.values()}
    assert set(kinds.values()) == set(TermKind) - {TermKind.PERIODIC, TermKind.UNCLEAR}
    assert {n for n, kind in kinds.items() if kind is TermKind.BY_PLAN} == {"500+.16"}
    assert {n for n, kind in kinds.items() if kind is TermKind.PROJECT} == {"500+.8"}


def test_rows_by_schedule_keep_the_words_of_it() -> None:
    said = {number: read_row(row).remark for number, row in ROWS.items()}
    assert {number: words for number, words in said.items() if words} == {
        "3.3": "по графику",
        "500+.16": ROWS["500+.16"]["term_source"],
    }


def test_one_title_of_the_decree_is_weekly() -> None:
    assert [row["number"] for row in ROWS.values() if is_weekly(row["title"])] == ["500+.10"]
    assert is_weekly("Вебинары, каждую\u00a0неделю")
    assert not is_weekly("Неделя математики")


@pytest.mark.parametrize(
    "text", ["до 20.12.2021", "20.12.2021", "14.12.2021 – 20.12.2021", "ежемесячно"]
)
def test_a_weekly_title_does_not_overrule_a_term_that_is_no_series_of_weeks(text: str) -> None:
    assert read_term(text, period=PLAN, weekly=True) == read_term(text, period=PLAN)


def test_windows_of_a_row_that_happens_once_are_its_occurrences() -> None:
    assert occurrences(read_row(ROWS["500+.6"])) == [(None, date(2021, 3, 20))]
    assert occurrences(read_row(ROWS["1.1"])) == [
        (date(2020, 11, 1), date(2020, 11, 30)),
        (date(2021, 5, 1), date(2021, 6, 30)),
    ]


def test_weekly_webinars_of_the_project_run_from_monday_to_sunday() -> None:
    weeks = occurrences(read_row(ROWS["500+.10"]))
    # The project begins on a Sunday and ends on a Monday.
    assert weeks[:2] == [
        (date(2021, 2, 14), date(2021, 2, 14)),
        (date(2021, 2, 15), date(2021, 2, 21)),
    ]
    assert weeks[-1] == (date(2021, 12, 20), date(2021, 12, 20))
    assert len(weeks) == 46


@given(
    start=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    length=st.integers(0, 900),
    wording=st.sampled_from(["еженедельно", "ежемесячно", "ежеквартально", "каждое полугодие", "ежегодно"]),
)  # fmt: skip
def test_turns_of_a_series_cover_its_window_without_gaps(
    start: date, length: int, wording: str
) -> None:
    period = Period(start, start + timedelta(days=length))
    term = read_term(wording, period=period)
    days = [
        first + timedelta(days=n)
        for first, last in occurrences(term)
        if first
        for n in range((last - first).days + 1)
    ]
    assert days == [start + timedelta(days=n) for n in range(length + 1)]
    first_days = [first for first, _ in occurrences(term)[1:] if first]
    if term.series == Series(Every.WEEK):
        assert {day.weekday() for day in first_days} <= {0}
    else:
        assert {day.day for day in first_days} <= {1}


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("по средам и пятницам, 01.03.2021 – 10.03.2021", ["03.03", "05.03", "10.03"]),
        ("ежемесячно до 5 числа, 10.01.2021 – 10.04.2021", ["01.02-05.02", "01.03-05.03", "01.04-05.04"]),
        ("ежемесячно до 31 числа, январь-март 2021", ["01.01-31.01", "01.02-28.02", "01.03-31.03"]),
        ("ежемесячно, 15.01.2021 – 10.03.2021", ["15.01-31.01", "01.02-28.02", "01.03-10.03"]),
        ("раз в квартал, 2021 год", ["01.01-31.03", "01.04-30.06", "01.07-30.09", "01.10-31.12"]),
        ("каждое полугодие, 2021 год", ["01.01-30.06", "01.07-31.12"]),
        ("еженедельно, 01.03.2021-05.03.2021, 08.03.2021-12.03.2021", ["01.03-05.03", "08.03-12.03"]),
    ],
)  # fmt: skip
def test_turns_of_a_series(text: str, dates: list[str]) -> None:
    found = occurrences(read_term(text, period=PLAN))
    said = [f"{first:%d.%m}-{last:%d.%m}" for first, last in found if first]
    assert [d.partition("-")[0] if d[:5] == d[6:] else d for d in said] == dates


@pytest.mark.parametrize(
    ("text", "years", "later"),
    [
        ("Ноябрь 2020 Май-июнь 2021", 1, "Ноябрь 2021 Май-июнь 2022"),
        ("02.03.21 – 10.03.2021", 1, "02.03.22 – 10.03.2022"),
        ("до\u00a020.03.2021\nг.", 5, "до\u00a020.03.2026\nг."),
        ("2020/21 учебный год", 1, "2021/22 учебный год"),
        ("2020-21 уч. г.", 1, "2021-22 уч. г."),
        ("2020–2021 гг.", 2, "2022–2023 гг."),
        ("1999/00", 1, "2000/01"),
        ("14.02.2021-16 марта 2021", 1, "14.02.2022-16 марта 2022"),
        ("01.09.2020-21.05.2021", 1, "01.09.2021-21.05.2022"),
        ("14.02.98", 3, "14.02.2101"),
        ("29.02.2020", 1, "28.02.2021"),
        ("29.02.20", 1, "28.02.21"),
        ("29.02.2020", 4, "29.02.2024"),
        ("29 февраля 2020 г.", -1, "28 февраля 2019 г."),
        ("29.02 – 10.03.2020", 1, "28.02 – 10.03.2021"),
        ("2020 год: 29 февраля", 1, "2021 год: 28 февраля"),
        ("2020-02-29", 1, "2021-02-28"),
        ("29.03.2020, 29 марта 2020", 1, "29.03.2021, 29 марта 2021"),
        ("план 2020/64", 1, "план 2021/64"),
        ("29.02", 1, "29.02"),
        ("Постоянно по графику", 1, "Постоянно по графику"),
        ("до 5 числа, 15:20, каб. 12345", 1, "до 5 числа, 15:20, каб. 12345"),
        ("", 1, ""),
    ],
)
def test_only_years_change_when_a_plan_is_taken_over(text: str, years: int, later: str) -> None:
    assert shift_term(text, years) == later


def later(day: date, years: int, *, of_month: bool = False) -> date:
    """Return the oracle of a shift: the same day, the 28th for a leap day, a month's end stays one."""
    if of_month and day == end_of_month(day):
        return end_of_month(date(day.year + years, day.month, 1))
    leap = (day.month, day.day) == (2, 29)
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        assert leap
        return day.replace(year=day.year + years, day=28)


def _in_words(day: date) -> str:
    genitive = f"{MONTHS[day.month - 1][:-1]}{'та' if day.month == 3 else 'я'}"
    month = {3: "марта", 8: "августа"}.get(day.month, genitive)
    return f"{day.day} {month} {day.year} года"


DAYS = st.dates(date(2001, 1, 1), date(2079, 12, 31)) | st.sampled_from([2004, 2020, 2096]).map(
    lambda year: date(year, 2, 29)
)
WORDED = st.builds(
    lambda day, other, form: form(min(day, other), max(day, other)),
    DAYS,
    DAYS,
    st.sampled_from(
        [
            lambda a, b: f"{a:%d.%m.%Y} – {b:%d.%m.%y}",
            lambda a, b: f"с {a:%d.%m.%y} по {b:%d.%m.%Y}",
            lambda a, *_: f"до {_in_words(a)}",
            lambda a, b: f"{_in_words(a)}, {_in_words(b)}",
            lambda a, b: f"{MONTHS[a.month - 1]} {a.year} - {MONTHS[b.month - 1]} {b.year}",
            lambda a, *_: f"{a.month % 4 + 1} квартал {a.year}",
            lambda a, b: f"Постоянно {a.year}-{b.year}",
            lambda a, *_: f"{a.year}/{(a.year + 1) % 100:02d} учебный год",
        ]
    ),
)


@given(text=WORDED, years=st.integers(-9, 15))
def test_a_shifted_term_is_read_as_the_shifted_windows(text: str, years: int) -> None:
    before = read_term(text, period=PLAN)
    after = read_term(shift_term(text, years), period=PLAN)
    assert before.windows
    assert (after.kind, after.recurrence) == (before.kind, before.recurrence)
    whole = not any(sign in text for sign in ".д")  # months and years, not days
    assert [(w.starts_on, w.ends_on) for w in after.windows] == [
        (
            w.starts_on and later(w.starts_on, years),
            later(w.ends_on, years, of_month=whole),
        )
        for w in before.windows
    ]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_whole_decree_can_be_taken_over_a_year_later(row: dict[str, Any]) -> None:
    text = shift_term(row["term_source"], 1)
    period, project = (Period(later(p.starts_on, 1), later(p.ends_on, 1)) for p in (PLAN, PROJECT))
    term = read_term(
        text,
        period=period,
        project=project if row["section"] == "500+" else None,
        weekly=is_weekly(row["title"]),
    )
    assert [(w.starts_on, w.ends_on) for w in term.windows] == [
        (w["start"] and later(w["start"], 1), later(w["end"], 1)) for w in row["windows"]
    ]
    assert (term.recurrence, term.questions) == (row["recurrence"]["kind"], ())


@pytest.mark.parametrize(
    ("starts", "ends", "label"),
    [
        (date(2020, 11, 1), date(2020, 11, 30), "Ноябрь 2020"),
        (date(2021, 5, 1), date(2021, 6, 30), "Май-июнь 2021"),
        (date(2020, 12, 1), date(2021, 2, 28), "Декабрь 2020 – февраль 2021"),
        (date(2020, 2, 1), date(2020, 2, 29), "Февраль 2020"),
        (date(2020, 2, 1), date(2020, 2, 28), "01.02.2020 – 28.02.2020"),
        (date(2021, 3, 2), date(2021, 3, 31), "02.03.2021 – 31.03.2021"),
        (date(2021, 3, 1), date(2021, 3, 30), "01.03.2021 – 30.03.2021"),
        (None, date(2021, 3, 20), "До 20.03.2021"),
        (None, date(2021, 3, 31), "До 31.03.2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "Январь-декабрь 2021"),
    ],
)
def test_label_of_a_window(starts: date | None, ends: date, label: str) -> None:
    assert window_label(starts, ends) == label


def test_month_ends_and_school_years() -> None:
    assert end_of_month(date(2020, 2, 10)) == date(2020, 2, 29)
    assert end_of_month(date(2021, 2, 28)) == date(2021, 2, 28)
    assert end_of_month(date(2021, 12, 31)) == date(2021, 12, 31)
    assert academic_year(date(2021, 8, 31)) == 2020
    assert academic_year(date(2021, 9, 1)) == 2021
    assert academic_year(date(2021, 1, 1)) == 2020
