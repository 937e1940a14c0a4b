"""What a file leaves open and a person must say: sentences and the values to choose from."""

from collections.abc import Sequence
from typing import Any

_SENTENCES: dict[str, tuple[str, Sequence[str]]] = {
    "work": ("В файле не сказано, какая это работа: процедура, год, предмет, класс. Укажите её.", ()),
    "school": ("В файле нет ни столбца, ни строки школы. Укажите, какая это школа.", ()),
    "decimal": ("Число можно прочесть по-разному: дробь это или тысячи. Какой знак отделяет дробную часть?", (",", ".")),
    "date_order": ("Дату можно прочесть по-разному. Что стоит первым: день или месяц?", ("dmy", "mdy")),
    "leading_zeros": (
        "Код школы короче 6 цифр: похоже, таблица потеряла ноль в начале. Дополнить нулями?",
        ("pad", "keep"),
    ),
    "layout": ("Таблица подходит под несколько форм. Какая это форма?", ()),
}  # fmt: skip


def question(
    kind: str, *, sample: str | None = None, options: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return one question of a table."""
    sentence, usual = _SENTENCES[kind]
    return {
        "kind": kind,
        "sentence": sentence,
        "sample": sample,
        "options": list(usual if options is None else options),
    }
