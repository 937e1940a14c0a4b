"""How a school is found by what people type."""

import pytest

from backend.domain.school_search import code_tail, folded, other_layout, search_words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ГБОУ СОШ с. Ёлкино", ["елкино"]),
        ("с.Ёлкино", ["елкино"]),
        ("ёлкино", ["елкино"]),
        ("Красный Яр, СОШ № 2", ["красный", "яр", "2"]),
        ("СОШ №2 Красный Яр", ["2", "красный", "яр"]),
        ("«Образовательный центр» им. Ленина", ["образовательный", "центр", "ленина"]),
        ('ОЦ "Южный"', ["оц", "южный"]),
        ("п.г.т. Усть-Кинельский", ["т", "усть", "кинельский"]),
        # Nothing but common words: they are looked for as they stand.
        ("ГБОУ СОШ", ["гбоу", "сош"]),
        ("школа", ["школа"]),
        # Nothing to look for.
        ("", []),
        ("  . , № «»", []),
        # Signs that names do not differ in are dropped, others are looked for.
        ("100%", ["100%"]),
        ("а_б\\", ["а_б\\"]),
        # Latin letters that look like Cyrillic ones, inside a Cyrillic word.
        ("Ёлкинo", ["елкино"]),
        ("CОШ Kрaсный", ["красный"]),
        ("lyceum", ["lyceum"]),
    ],
)
def test_a_name_is_looked_for_by_its_telling_words(typed: str, words: list[str]) -> None:
    assert search_words(typed) == words


def test_folding_takes_case_and_signs_away_and_reads_yo_as_ye() -> None:
    assert folded("  ГБОУ «Ёлка» — №5 (филиал) ") == "гбоу елка 5 филиал"


@pytest.mark.parametrize(
    ("typed", "tail"),
    [
        ("630007", "630007"),
        ("000007", "7"),
        ("7", "7"),
        ("Ш000007", "7"),
        ("ш7", "7"),
        ("Ш 0007", "7"),
        ("Ш-0007", "7"),
        ("№ 7", "7"),
        ("0", "0"),
        ("000", "0"),
        ("7а", None),
        ("Ёлкино", None),
        ("Ш", None),
        ("", None),
        ("7_", None),
    ],
)
def test_a_code_is_known_with_or_without_zeros_and_our_letter(typed: str, tail: str | None) -> None:
    assert code_tail(typed) == tail


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("`krbyj", "елкино"),
        ("~krbyj", "елкино"),
        ("<jhcrjt", "борское"),
        (",jhcrjt", "борское"),
        ("{djhjcnzyrf", "хворостянка"),
        ("krbyj", "лкино"),
        ("Tkrbyj", "елкино"),
        ("rhfcysq zh", "красный яр"),
        ("ujnjdj", "готово"),
        ("Ёлкино", None),
        ("Ёkrbyj", None),
        ("630007", None),
        ("", None),
        (".,'", None),
    ],
)
def test_russian_typed_with_the_latin_keyboard_on_is_read_as_meant(
    typed: str, meant: str | None
) -> None:
    assert other_layout(typed) == meant
