"""Notes on anti-risk programmes: each rule speaks where it should and is silent elsewhere."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from backend.domain.programme_notes import Measure, Programme, programme_notes

FIRST = Measure("Провести педсовет", 1, date(2021, 5, 20), "завуч", "протокол")
SECOND = Measure("Провести срез", 2, date(2021, 10, 20), "завуч", "справка")
GOOD = Programme(
    goal="Снизить долю немотивированных",
    indicator="доля, %",
    baseline=Decimal(40),
    target=Decimal(20),
    starts_on=date(2021, 3, 1),
    ends_on=date(2021, 11, 30),
    project_ends_on=date(2021, 12, 10),
    measures=(FIRST, SECOND),
)


def rules(**changes: object) -> set[str]:
    return {note.rule for note in programme_notes(replace(GOOD, **changes))}  # type: ignore[arg-type]


def of_first(**changes: object) -> set[str]:
    return rules(measures=(replace(FIRST, **changes), SECOND))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"measures": ()}, {"no_measures"}),
        ({"indicator": None}, {"no_indicator"}),
        ({"baseline": None}, {"target_without_baseline"}),
        ({"baseline": None, "target": None}, set()),
        ({"target": Decimal("40.00")}, {"target_equals_baseline"}),
        ({"target": Decimal(0)}, set()),
        ({"goal": "Научить всех читать", "target": None}, {"all_without_target"}),
        ({"goal": "Научить всех.", "target": None}, {"all_without_target"}),
        ({"goal": "Все учителя пройдут курсы", "target": None}, {"all_without_target"}),
        ({"goal": "Охват 100 %", "target": None}, {"all_without_target"}),
        ({"goal": "Охват 100\u00a0%", "target": None}, {"all_without_target"}),
        ({"goal": "Охват 100%"}, set()),
        ({"goal": "Вырасти на 2100 %", "target": None}, set()),
        ({"goal": "Совсем убрать прогулы, вовсе", "target": None}, set()),
        ({"ends_on": date(2021, 12, 10)}, set()),
        ({"ends_on": date(2021, 12, 11)}, {"ends_after_project"}),
        ({"ends_on": None}, set()),
        ({"measures": (FIRST,)}, {"one_stage"}),
        ({"starts_on": date(2021, 5, 21)}, {"measure_before_start"}),
        ({"starts_on": date(2021, 5, 20)}, set()),
        ({"starts_on": None}, set()),
    ],
)
def test_rules_about_the_programme(changes: dict[str, object], expected: set[str]) -> None:
    assert rules(**changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due_on": None}, {"measure_without_date"}),
        ({"due_on": date(2021, 11, 30)}, set()),
        ({"due_on": date(2021, 12, 1)}, {"measure_after_end"}),
        ({"due_on": date(2021, 2, 28)}, {"measure_before_start"}),
        ({"evidence_kind": None}, {"measure_without_evidence"}),
        ({"evidence_kind": ""}, {"measure_without_evidence"}),
        ({"responsible": None}, {"measure_without_owner"}),
    ],
)
def test_rules_about_a_measure(changes: dict[str, object], expected: set[str]) -> None:
    assert of_first(**changes) == expected


def test_a_measure_may_not_outlive_the_project_even_if_the_programme_says_so() -> None:
    late = replace(SECOND, due_on=date(2021, 12, 20))
    assert rules(ends_on=date(2021, 12, 31), measures=(FIRST, late)) == {
        "ends_after_project",
        "measure_after_end",
    }
    assert rules(ends_on=None, measures=(FIRST, late)) == {"measure_after_end"}


def test_severe_notes_come_first_and_each_note_says_what_why_and_how_in_russian() -> None:
    bare = Measure("Мера " * 40, 1, None, None, None)
    found = programme_notes(
        replace(GOOD, goal="Все 100 %", indicator=None, baseline=None, measures=(bare, bare))
    )
    order = [("severe", "warning", "hint").index(note.severity) for note in found]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2}
    assert sum(note.rule == "measure_without_date" for note in found) == 2
    assert {"Мера 1", "Мера 2"} == {
        note.what[:6] for note in found if note.rule.startswith("measure")
    }
    for note in found:
        for words in (note.what, note.why, note.fix):
            assert re.search("[а-яё]", words), note
            assert words.endswith("."), note
            assert "!" not in words, note
