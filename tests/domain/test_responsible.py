"""Who is named as responsible: all 44 rows of the decree, and words that other plans use."""

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.responsible import Part, Party, PartyKind, party_vocabulary, read_responsible

FILES = Path(__file__).parents[2] / "backend/data"
ROADMAP, WORDS, REGISTRY = (
    yaml.safe_load((FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    for name in ("roadmap_2020_2021", "parties", "registry_samara")
)
ROWS = {row["number"]: row for row in ROADMAP["activities"]}
VOCABULARY = party_vocabulary(WORDS)
SCHOOLS = tuple(ROADMAP["project_schools"])
ROADMAP_CODES = {
    role["code"]: role["roadmap_code"] for role in WORDS["roles"] if "roadmap_code" in role
}


def read(text: str) -> list[tuple[str, str, str]]:
    found = read_responsible(text, VOCABULARY, SCHOOLS)
    assert found.unread == ()
    return [(party.part.value, party.kind.value, party.code) for party in found.parties]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_row_of_the_decree_names_the_parties_of_the_data_file(row: dict[str, Any]) -> None:
    found = read_responsible(row["responsible_source"], VOCABULARY, SCHOOLS)
    codes = [
        ROADMAP_CODES.get(party.code, party.code)
        for party in found.parties
        if party.kind in {PartyKind.ORGANISATION, PartyKind.ROLE}
    ]
    assert codes == row["responsible"]
    assert found.unread == ()
    assert found.parties[0].part is Part.RESPONSIBLE


def test_five_rows_name_all_three_schools_as_registered() -> None:
    named = {}
    for number, row in ROWS.items():
        found = read_responsible(row["responsible_source"], VOCABULARY, SCHOOLS)
        schools = [party.code for party in found.parties if party.kind is PartyKind.SCHOOL]
        if schools:
            named[number] = schools
    assert set(named) == {"500+.11", "500+.13", "500+.15", "500+.16", "500+.17"}
    assert all(schools == list(SCHOOLS) for schools in named.values())


def test_words_are_those_of_the_act() -> None:
    found = read_responsible(ROWS["500+.11"]["responsible_source"], VOCABULARY, SCHOOLS)
    assert [party.words for party in found.parties] == [
        "ЦУ", "РЦ", "директора", "ГБОУ СОШ с. Васильевка", "ГБОУ СОШ с. Верхние Белозерки",
        "ГБОУ СОШ с.Новая Бинарадка",
    ]  # fmt: skip
    assert read_responsible(ROWS["1.2"]["responsible_source"], VOCABULARY).parties == (
        Party(
            Part.RESPONSIBLE,
            PartyKind.ROLE,
            "methodist",
            "Методисты ГБУ ДПО СО «Жигулевский ресурсный центр»",
        ),
        Party(Part.CO_EXECUTOR, PartyKind.ROLE, "district_umo", "члены окружного МО по предметам"),
    )


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("", []),
        ("  \n", []),
        ("ЦУ и РЦ", ["responsible organisation cu", "co_executor organisation rc"]),
        ("цу;\u00a0рц", ["responsible organisation cu", "co_executor organisation rc"]),
        ("ЦУ, РЦ, ЦУ", ["responsible organisation cu", "co_executor organisation rc"]),
        ("Директора ОО\nЦУ", ["responsible role school_head", "co_executor organisation cu"]),
        ("Специалисты ЦУ", ["responsible role office_specialist"]),
        ("Учителя-предметники", ["responsible role teacher"]),
        ("зам.директоров по УВР, ВР", ["responsible role school_deputy"]),
        ("Наставники (по согласованию)", ["responsible role mentor"]),
        # persons: alone, with a role, in full
        ("Игошин Г.П.", ["responsible person Игошин Г.П."]),
        ("ЦУ, Г. П. Игошин", ["responsible organisation cu", "co_executor person Г. П. Игошин"]),
        ("Игошин Геннадий Петрович", ["responsible person Игошин Геннадий Петрович"]),
        ("Координатор Игошин Г.П.", ["responsible role coordinator", "responsible person Игошин Г.П."]),
        ("РЦ, куратор (Примеров П.П.)", ["responsible organisation rc", "co_executor role curator", "co_executor person Примеров П.П."]),
        # control and other parts said in words
        ("ЦУ, контроль – Игошин Г.П.", ["responsible organisation cu", "control person Игошин Г.П."]),
        ("РЦ; контроль исполнения: ЦУ", ["responsible organisation rc", "control organisation cu"]),
        ("контроль – ЦУ; РЦ", ["control organisation cu", "responsible organisation rc"]),
        ("ЦУ; контроль – ЦУ", ["responsible organisation cu", "control organisation cu"]),
        ("РЦ, ЦУ (контроль)", ["responsible organisation rc", "control organisation cu"]),
        ("РЦ, ЦУ (ответственный)", ["co_executor organisation rc", "responsible organisation cu"]),
        ("Ответственные: ЦУ, РЦ", ["responsible organisation cu", "co_executor organisation rc"]),
        ("соисполнители: РЦ; ответственный – ЦУ", ["co_executor organisation rc", "responsible organisation cu"]),
        # named schools
        ("директор СОШ с.Васильевка", ["responsible role school_head", "responsible school ГБОУ СОШ с. Васильевка"]),
        ("МБОУ СОШ с. ВЕРХНИЕ БЕЛОЗЁРКИ", ["responsible school ГБОУ СОШ с. Верхние Белозерки"]),
        ("ЦУ, ГБОУ  СОШ\nс. Новая\tБинарадка", ["responsible organisation cu", "co_executor school ГБОУ СОШ с. Новая Бинарадка"]),
    ],
)  # fmt: skip
def test_parties_and_their_parts(text: str, parties: list[str]) -> None:
    assert [" ".join(found) for found in read(text)] == parties


@pytest.mark.parametrize(
    ("text", "unread", "codes"),
    [
        ("Минпросвещения России, ЦУ", ("Минпросвещения России",), ["cu"]),
        ("ЦУ, ГБОУ СОШ с. Неизвестное", ("ГБОУ СОШ с. Неизвестное",), ["cu"]),
        ("ГБОУ СОШ с. Васильевка-2", ("2",), ["ГБОУ СОШ с. Васильевка"]),
        ("ГБОУ СОШ с. Васильевкаа", ("ГБОУ СОШ с. Васильевкаа",), []),
        ("Рабочая группа, РЦ, комиссия (отдел № 5)", ("Рабочая группа", "комиссия (отдел № 5"), ["rc"]),
        ("Руководители ШМО", ("Руководители ШМО",), []),
        ("цукат", ("цукат",), []),
        ("'; drop table activity", ("drop table activity",), []),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_handed_back(
    text: str, unread: tuple[str, ...], codes: list[str]
) -> None:
    found = read_responsible(text, VOCABULARY, SCHOOLS)
    assert (found.unread, [party.code for party in found.parties]) == (unread, codes)


def test_a_number_of_a_school_is_not_the_beginning_of_a_longer_one() -> None:
    names = ("ГБОУ СОШ № 1", "ГБОУ СОШ № 10 «Центр»", "ГБОУ СОШ № 10", " ")
    found = read_responsible("СОШ №10 «Центр», ГБОУ СОШ № 1, СОШ № 10", VOCABULARY, names)
    assert [party.code for party in found.parties] == [names[1], names[0], names[2]]


def test_the_vocabulary_names_what_the_register_has() -> None:
    registered = {organisation["code"] for organisation in REGISTRY["organisations"]}
    assert {entry["code"] for entry in WORDS["organisations"]} == registered
    roles = [role["code"] for role in WORDS["roles"]]
    assert len(roles) == len(set(roles))
    assert {ROADMAP_CODES.get(code, code) for code in roles} | registered >= set(
        ROADMAP["responsible_codes"]
    )
    groups = ("organisations", "roles", "parts", "joining", "silent")
    assert {entry["source"] for group in groups for entry in WORDS[group]} == set(WORDS["sources"])
    assert set(WORDS["confidence"]) == set(WORDS["sources"])


PIECES = sorted(
    {
        word
        for row in ROWS.values()
        for word in row["responsible_source"].split()
        if not set("()") & set(word) and word != "далее"
    }
    | {",", ";", "контроль", "(контроль)", "и", "№", "Игошин Г.П.", "Ё\u00a0"}
)


@settings(max_examples=400, deadline=None)
@given(
    before=st.lists(st.sampled_from(PIECES), max_size=7),
    strange=st.sampled_from(["кракозябры", "Ъ", "_", "7-й", "ЦУРЦ", "select"]),
    after=st.lists(st.sampled_from(PIECES), max_size=7),
)
def test_a_word_no_vocabulary_knows_is_always_handed_back(
    before: list[str], strange: str, after: list[str]
) -> None:
    text = " ".join([*before, strange, *after])
    found = read_responsible(text, VOCABULARY, SCHOOLS)
    assert any(strange in piece for piece in found.unread)
    cleaned = " ".join(text.split())
    assert all(party.words in cleaned for party in found.parties)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES)).map(" ".join)))
def test_whatever_the_text_somebody_is_responsible_unless_all_only_control(text: str) -> None:
    parties = read_responsible(text, VOCABULARY, SCHOOLS).parties
    carrying_out = [party for party in parties if party.part is not Part.CONTROL]
    assert any(party.part is Part.RESPONSIBLE for party in parties) == bool(carrying_out)


def test_a_region_of_700_schools_is_read_and_time_grows_with_the_text_not_with_its_square() -> None:
    names = tuple(f"ГБОУ СОШ № {n} с. Село {n}" for n in range(700))
    for number in range(0, 700, 10):
        found = read_responsible(f"ЦУ, директора СОШ №{number} с.Село {number}", VOCABULARY, names)
        assert found.parties[-1].code == names[number]
    for piece in ("ЦУ, ", "(далее ", "А.А. ", "и ", "«"):
        # Time of the processor, as a ratio of one run: ten times the text, hundred times if it were the square.
        short, long = (_seconds(piece * times, names) for times in (1_000, 10_000))
        assert long < 40 * short + 0.1, piece


def _seconds(words: str, names: tuple[str, ...]) -> float:
    started = time.process_time()
    read_responsible(words, VOCABULARY, names)
    return time.process_time() - started
