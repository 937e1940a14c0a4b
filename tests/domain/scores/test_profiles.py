"""A new year's layout is a new YAML file and no code; layouts that fit equally well are asked."""

import shutil
from pathlib import Path

import pytest

from backend.features.uploads.intake import layouts
from backend.features.uploads.intake.child import file as child_file
from backend.features.uploads.intake.layouts import FOLDER, load_profiles, rules_version
from tests.data.physical_files import csv_text
from tests.domain.scores.reading import Reading, read

INVENTED = """
code: protocol2031
title: протокол 2031
source: a test
confidence: low
fields:
  school: [Идентификатор школы]
  participant: [Шифр работы, Шифр…]
  class: [Литера]
  primary: [Набрано]
  {third}: [Балл за год]
required: [school, participant, primary]
titles:
  - '^Итоги (?P<year>20\\d\\d): (?P<subject>[а-яё ]+), (?P<grade>\\d+) класс$'
tasks:
  - '^з\\.(?P<name>\\d+) из (?P<max>\\d+)$'
work: {{procedure: vpr, wave: autumn}}
"""
ROWS = [
    ["Итоги 2031: Родной язык, 6 класс"],
    [
        "Идентификатор школы",
        "Шифр работы",
        "Литера",
        "з.1 из 2",
        "з.2 из 3",
        "Набрано",
        "Балл за год",
    ],
    ["edu63901003", "77", "6В", "2", "3", "5", "4"],
]


def read_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *texts: str, **reading: str
) -> Reading:
    folder = tmp_path / "profiles"
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"invented{number}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(child_file, "load_profiles", lambda: load_profiles(folder))
    return read(csv_text(ROWS, ";", "\n").encode(), reading=dict(reading))


def test_an_invented_layout_needs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_with(tmp_path, monkeypatch, INVENTED.format(third="journal"))
    assert (found.issues, found.questions) == ([], set())
    assert found.table["profile"] == "protocol2031"
    (row,) = found.rows
    assert (row.code, row.class_name, row.scores, row.primary, row.journal) == (
        77,
        "6В",
        (2, 3),
        5,
        4,
    )
    assert (row.work["year"], row.work["subject"], row.work["grade"]) == (2031, "Родной язык", 6)


def test_layouts_that_fit_equally_well_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = INVENTED.format(third="journal")
    second = INVENTED.format(third="mark").replace("protocol2031", "other2031")
    found = read_with(tmp_path, monkeypatch, first, second)
    assert found.questions == {"layout"}
    assert found.table["questions"][0]["options"] == ["protocol2031", "other2031"]
    chosen = read_with(tmp_path, monkeypatch, first, second, profile="other2031")
    assert chosen.questions == set()
    assert chosen.rows[0].mark == 4


def test_a_person_can_choose_header_row_and_columns() -> None:
    rows = [["Школа", "Номер", "Х"], ["код школы", "кто", "сколько"], ["edu63901003", "5", "2"]]
    assert read(csv_text(rows, ";", "\n").encode()).refusal is not None
    found = read(
        csv_text(rows, ";", "\n").encode(),
        reading={
            "profile": "f1",
            "header_rows": {"0": 2},
            "columns": {"0": {"A": "school", "B": "participant", "C": "mark"}},
            "work": {"procedure": "dr", "year": 2021, "subject_id": "math", "grade": 5},
        },
    )
    assert (found.issues, found.questions) == ([], set())
    (row,) = found.rows
    assert (row.row, row.school[1], row.code, row.mark) == (3, "63901003", 5, 2)
    assert row.work["subject_id"] == "math"


def test_every_layout_has_its_source() -> None:
    profiles = load_profiles()
    assert len(profiles) >= 18
    for profile in profiles.values():
        assert profile.source
        assert profile.confidence in {"high", "medium", "low"}
        assert profile.required <= set(profile.words)
    files = {path.stem for path in FOLDER.glob("*.yaml")} - {"shared_words"}
    assert files == set(profiles)


def test_the_version_of_the_rules_is_a_short_digest() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 12
    assert layouts.SHARED == "shared_words.yaml"
