"""Numbers of automatic lists as Word prints them: in many plans «№ п/п» and titles of sections are such lists.

The rules are those of ISO/IEC 29500-1, 17.9 (numbering): definitions, levels, restarts, formats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

Element = Any
"""lxml has no types of its own."""
_LEVELS = 9
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    pattern: str
    suffix: str
    legal: bool


class Numbering:
    """Counts the lists of one document; `prefix` must see its paragraphs once, in order."""

    def __init__(self, root: Element | None, styles: Element) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._overrides: dict[tuple[str, int], _Level] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._styles = {s.get(qn("w:styleId")): s for s in styles.iterfind(qn("w:style"))}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for definition in root.iterfind(qn("w:abstractNum")):
            self._levels[definition.get(qn("w:abstractNumId"))] = {
                _whole(level.get(qn("w:ilvl"))): _level(level)
                for level in definition.iterfind(qn("w:lvl"))
            }
        for item in root.iterfind(qn("w:num")):
            name = item.get(qn("w:numId"))
            self._lists[name] = _value(item, "w:abstractNumId") or ""
            for change in item.iterfind(qn("w:lvlOverride")):
                at = _whole(change.get(qn("w:ilvl")))
                if (start := _value(change, "w:startOverride")) is not None:
                    self._restarts[name, at] = _whole(start)
                if (level := change.find(qn("w:lvl"))) is not None:
                    self._overrides[name, at] = _level(level)

    def prefix(self, paragraph: Element) -> str:
        """Return what Word prints before the paragraph («3.1. », «• »), "" for one outside lists."""
        name, at = self._list_of(paragraph)
        kind = self._lists.get(name or "")
        levels = self._levels.get(kind or "", {})
        level = self._overrides.get((name or "", at)) or levels.get(at)
        if name is None or kind is None or level is None:
            return ""
        counters = self._counters.setdefault(kind, {})
        restart = self._restarts.pop((name, at), None)
        before = counters.get(at)
        counters[at] = (
            restart if restart is not None else level.start if before is None else before + 1
        )
        for deeper in [place for place in counters if place > at]:
            del counters[deeper]
        text = "•" if level.format == "bullet" else level.pattern
        for place in range(at + 1):
            shown = self._overrides.get((name, place)) or levels.get(place) or level
            number = counters.setdefault(place, shown.start)
            text = text.replace(
                f"%{place + 1}", _printed(number, "decimal" if level.legal else shown.format)
            )
        return text if level.suffix == "nothing" or not text else f"{text} "

    def _list_of(self, paragraph: Element) -> tuple[str | None, int]:
        """Return the list and the level (0…8) of a paragraph, from itself or from its style."""
        name = level = None
        for numbers in self._number_properties(paragraph):
            level = level or _value(numbers, "w:ilvl")
            if name := _value(numbers, "w:numId"):
                break
        return (None if name == "0" else name), min(_whole(level), _LEVELS - 1)

    def _number_properties(self, paragraph: Element) -> Iterator[Element]:
        """Yield the paragraph's own list properties, then those of its style and of the styles that one is based on."""
        yield from paragraph.iterfind(f"{qn('w:pPr')}/{qn('w:numPr')}")
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = None if named is None else named.get(qn("w:val"))
        seen = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield from style.iterfind(f"{qn('w:pPr')}/{qn('w:numPr')}")
            name = _value(style, "w:basedOn")


def _level(element: Element) -> _Level:
    return _Level(
        start=_whole(_value(element, "w:start"), 1),
        format=_value(element, "w:numFmt") or "decimal",
        pattern=_value(element, "w:lvlText") or "",
        suffix=_value(element, "w:suff") or "tab",
        legal=element.find(qn("w:isLgl")) is not None,
    )


def _printed(number: int, form: str) -> str:
    """Return the number in a format of Word; an unknown one is printed as decimal."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form.endswith("Roman"):
        text = _roman(number)
    elif form.endswith("Letter") or form.startswith("russian"):
        letters = _RUSSIAN if form.startswith("russian") else _LATIN
        text = letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)
    else:
        return str(number)
    return text.upper() if form.startswith("upper") or form.endswith("Upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _value(element: Element, name: str) -> str | None:
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _whole(value: str | None, missing: int = 0) -> int:
    """Return a small whole number; a hostile one is the missing one."""
    return (
        int(value) if value and value.isascii() and value.isdigit() and len(value) < 5 else missing
    )
