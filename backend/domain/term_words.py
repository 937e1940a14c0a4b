"""The words in which plans write their dates → tokens, left to right; what no rule knows is a token as well.

Each rule is one flat regular expression tried at the current place only: the time is linear in the length of the text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto

from backend.domain.term_points import Point, Unit


class Word(StrEnum):
    """What a piece of the text does in a term."""

    POINT = auto()
    CONTINUOUS = auto()  # «постоянно»
    WHOLE_PLAN = auto()  # «в течение срока реализации дорожной карты»
    PROJECT = auto()  # «в течение реализации проекта»
    ON_DEMAND = auto()  # «по мере необходимости»
    BY_PLAN = auto()  # «по графику», «в соответствии с планом»
    EVERY = auto()  # «ежемесячно», «раз в квартал»
    WEEKDAY = auto()  # «по средам»
    UNTIL_DAY = auto()  # «до 5 числа»
    TIME = auto()  # «в 15:00»
    END_OF = auto()  # «конца», as in «до конца марта»
    THROUGH = auto()  # «в течение»
    FROM = auto()
    BEFORE = auto()
    BY = auto()  # «по», as in «с 2 по 10 марта»
    DASH = auto()
    AND = auto()  # comma, semicolon, «и»
    SILENT = auto()  # «в», «срок», «г.», brackets: says nothing about the time
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is lower-case with plain dashes and «е» for «ё»; `start:end` is its place in the cleaned original."""

    word: Word
    text: str
    start: int
    end: int
    point: Point | None = None


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SAME = str.maketrans("‐‑‒–—―−ёЁІі", "-------еЕIi")

_YEAR = r"(?:19|20|21)\d\d"
_G = r"(?: ?(?:г\. ?г|гг|г|год(?:а|у|е|ом|ы|ов|ах)?)\b\.?)?"
_MONTH = (
    r"(?P<n>январ[ьяею]|янв|феврал[ьяею]|февр?|март[аеу]?|мар|апрел[ьяею]|апр|ма[йяею]|июн[ьяею]|июл[ьяею]"
    r"|август[аеу]?|авг|сентябр[ьяею]|сент?|октябр[ьяею]|окт|ноябр[ьяею]|нояб?|декабр[ьяею]|дек)(?![^\W\d_])\.?"
)
_ORDINAL = (
    r"(?P<n>\d|iv|i{1,3}|перв\w+|втор\w+|трет\w+|четверт\w+)(?:-?(?:й|го|м|ый|ого|ом|е|ое|ем))?"
)
_SCHOOL = r"(?:учебн\w+ год\w*|уч\. ?г(?:од\w*)?\b\.?|уч\. год\w*)"
_SPAN = rf"{_YEAR} ?[-/] ?(?:{_YEAR}|\d\d)(?!\d)"
_YEARS = rf"(?P<year>{_YEAR}) ?[-/] ?(?P<until>{_YEAR}|\d\d)(?!\d)"
# «март 2020», but not the «2020» of «март 2020/21 учебного года»
_OF_YEAR = (
    rf"(?:,? ?(?P<year>{_YEAR})(?!\d)(?! ?/ ?\d\d)(?! ?- ?(?:{_YEAR}|\d\d){_G} ?{_SCHOOL}){_G})?"
)
_OFTEN = r"(?:недел\w+|месяц\w*|квартал\w*|полугоди\w+|год\w*)"

# By the first three letters, a Roman numeral by itself.
_NUMBERS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "пер": 1, "вто": 2, "тре": 3, "чет": 4,
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "мае": 5, "маю": 5, "июн": 6,
    "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip


_Build = Callable[[dict[str, str | None]], Point]
_Rule = tuple[Word, re.Pattern[str], _Build | None]


def _dated(unit: Unit) -> _Build:
    def build(found: dict[str, str | None]) -> Point:
        year, number, day = found.get("year"), found.get("n"), found.get("day")
        return Point(
            unit,
            year=_full_year(year) if year else None,
            number=_number(number) if number else 1,
            day=int(day) if day else None,
        )

    return build


def _school_year(found: dict[str, str | None]) -> Point:
    year, until = found.get("year"), found.get("until")
    if year is None or until is None:
        return Point(Unit.SCHOOL_YEAR, number=9)
    follows = (int(year) + 1) % 100 == int(until) % 100
    return Point(Unit.SCHOOL_YEAR, year=int(year), number=9 if follows else 0)


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _number(text: str) -> int:
    # 0 is a number no calendar has: look-alikes of «i» match without being in the table.
    return int(text) if text.isdecimal() else _NUMBERS.get(text[:3], 0)


def _rule(word: Word, pattern: str, build: _Build | None = None) -> _Rule:
    return word, re.compile(pattern, re.IGNORECASE), build


# In this order: the first that fits wins.
_RULES: tuple[_Rule, ...] = (
    _rule(Word.POINT, rf"(?P<year>{_YEAR})-(?P<n>\d\d)-(?P<day>\d\d)(?!\d)", _dated(Unit.DAY)),
    _rule(
        Word.POINT,
        rf"(?P<day>\d{{1,2}}) ?[./] ?(?P<n>\d{{1,2}}) ?[./] ?(?P<year>{_YEAR}|\d\d)(?!\d){_G}",
        _dated(Unit.DAY),
    ),
    _rule(Word.POINT, rf"(?P<n>\d{{1,2}})\.(?P<year>{_YEAR})(?!\d){_G}", _dated(Unit.MONTH)),
    _rule(Word.TIME, r"(?:в )?(?:\d{1,2}:[0-5]\d(?: ?час\w*)?|\d{1,2}\.00(?![.\d])(?: ?час\w*)?)"),
    _rule(Word.POINT, r"(?P<day>\d{1,2})\.(?P<n>\d{1,2})(?!\.?\d)", _dated(Unit.DAY)),
    _rule(
        Word.POINT,
        rf"(?P<day>\d{{1,2}})(?:-?(?:го|е|ое|ого))? ?{_MONTH}{_OF_YEAR}",
        _dated(Unit.DAY),
    ),
    _rule(Word.POINT, _MONTH + _OF_YEAR, _dated(Unit.MONTH)),
    # Their dates are set by the school, not by the calendar.
    _rule(
        Word.UNKNOWN,
        rf"{_ORDINAL} (?:полугоди\w+|четверт\w+|триместр\w*) (?:{_YEARS}{_G} ?)?{_SCHOOL}(?: {_SPAN})?",
    ),
    _rule(Word.POINT, rf"{_SCHOOL} {_YEARS}", _school_year),
    _rule(Word.POINT, rf"{_YEARS}{_G} ?{_SCHOOL}", _school_year),
    _rule(Word.POINT, rf"{_YEARS.replace('[-/]', '/')}{_G}", _school_year),
    _rule(Word.POINT, _SCHOOL, _school_year),
    _rule(Word.POINT, rf"{_ORDINAL} (?:квартал\w*|кв\b\.?){_OF_YEAR}", _dated(Unit.QUARTER)),
    _rule(Word.POINT, rf"{_ORDINAL} (?:полугоди\w+|п/г){_OF_YEAR}", _dated(Unit.HALF_YEAR)),
    _rule(Word.POINT, rf"(?P<year>{_YEAR})(?!\d){_G}", _dated(Unit.YEAR)),
    _rule(Word.POINT, r"(?:календарн\w+ )?год(?:а|у)?\b", _dated(Unit.YEAR)),
    _rule(
        Word.PROJECT,
        r"(?:в течени[ие]|на протяжении|в период|на период|весь период|в ходе)"
        r"(?: всего)?(?: (?:срока|периода))? (?:действия|реализации) проекта\b(?: [«\"]?\d+\+[»\"]?)?",
    ),
    _rule(
        Word.WHOLE_PLAN,
        r"(?:в течени[ие]|на протяжении|в период|на период|весь период|в ходе)(?: всего)?(?: (?:срока|периода))?"
        r" (?:действия|реализации) (?:плана|программы|[«\"]?дорожной карты[»\"]?)",
    ),
    _rule(
        Word.CONTINUOUS,
        r"(?:постоянно|непрерывно|систематически|регулярно|ежедневно|на постоянной основе)\b",
    ),
    _rule(
        Word.ON_DEMAND,
        r"(?:по мере (?:необходимости|надобности|поступления(?: \w+)?)|при необходимости"
        r"|по (?:отдельн\w+ )?(?:запрос|требовани|заявк|обращени)\w+)\b",
    ),
    _rule(
        Word.BY_PLAN,
        r"(?:по|согласно|в соответствии со?)(?: [а-я]+(?:ому|ему|ым|им|ой|ей)){0,2}"
        r" (?:план|график|расписани|приказ|распоряжени)\w*(?:-\w+)?",
    ),
    _rule(
        Word.EVERY,
        r"(?:еженедельн|ежемесячн|ежеквартальн|ежегодн)\w+|(?:понедельно|помесячно|поквартально)\b"
        rf"|кажд\w+ {_OFTEN}|(?:не реже )?(?:(?:\d{{1,3}}|одного|один|дв[ау]\w*|тр[ие]\w*) )?раза? в {_OFTEN}",
    ),
    _rule(
        Word.WEEKDAY,
        r"(?:по )?(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)(?:ам|ям)\b"
        r"|кажд\w+ (?:понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)\b",
    ),
    _rule(
        Word.UNTIL_DAY,
        r"(?:до|к|не поздн?ее|не позже) (?P<day>\d{1,2})(?:-?(?:го|му|ого))? числ[ау]\b",
        _dated(Unit.NUMBER),
    ),
    _rule(Word.END_OF, r"(?:конца|окончания|завершения)\b"),
    _rule(Word.THROUGH, r"(?:(?:в течени[ие]|на протяжении)(?: всего)?|весь)\b"),
    _rule(Word.BEFORE, r"(?:(?:в )?срок )?(?:до|не поздн?ее|не позже|к|ко)\b"),
    _rule(Word.FROM, r"(?:(?:начиная )?(?:с|со)|не ранее(?: чем)?)\b"),
    _rule(Word.BY, r"по\b"),
    _rule(Word.DASH, r"-+|…|\.{2,}"),
    _rule(Word.AND, r"[,;]|(?:и|а также)\b"),
    _rule(Word.SILENT, r"(?:в|во|на|период|срок[аи]?|включительно|гг?|числ[ао])\b|[().:«»\"„“]"),
    _rule(
        Word.POINT, r"(?P<n>\d{1,2}|iv|i{1,3})(?:-?(?:й|го|е|ое|ого|я|ая))?\b", _dated(Unit.NUMBER)
    ),
    _rule(Word.UNKNOWN, r"\w+|."),
)


def clean(text: str) -> str:
    """Return the text with single spaces and without invisible characters, its words untouched."""
    return " ".join(text.translate(_INVISIBLE).split())


def read_words(cleaned: str) -> list[Token]:
    """Return every token of a cleaned text in order."""
    folded = cleaned.translate(_SAME)
    tokens, place = [], 0
    while place < len(folded):
        if folded[place] == " ":
            place += 1
            continue
        token = _next(folded, place)
        tokens.append(token)
        place = token.end
    return tokens


def _next(folded: str, place: int) -> Token:
    for word, pattern, build in _RULES:
        if found := pattern.match(folded, place):
            groups = {name: value and value.lower() for name, value in found.groupdict().items()}
            return Token(
                word, found[0].lower(), place, found.end(), build(groups) if build else None
            )
    raise AssertionError(folded[place:])
