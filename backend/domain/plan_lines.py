"""Lines of text around the tables of a plan: stamp, heading, titles of sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.plan_grid import TableWords, normal

_TITLE_LINES = 3
"""A title runs over so many paragraphs at most; a numbered point of the order itself has more text under it."""
_HEADING_GROUPS = 3
_NUMBERED = re.compile(
    r"(?P<code>\d{1,3}\+?|[IVXLC]{1,6})"
    r"(?:\s*[.):]\s+|\s*[.):](?=\D)|\s*[.):]$|\s+(?=[A-ZА-ЯЁ«]))"
    r"(?P<title>.*)",
    re.DOTALL,
)
_ACT_NUMBER = re.compile(r"\bот\b.*№")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table that is one line over all columns; "" parts groups."""

    text: str
    in_grid: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The title of a section; `code` None = the file does not number it."""

    code: str | None
    title: str


def section_head(text: str, words: TableWords) -> Head | None:
    """Read «4. Оказание …», «Раздел II. …», glued «4.Оказание …»; a row number «3.1. …» is not a section."""
    for word in words.section_words:
        if text.casefold().startswith(word):
            text = text[len(word) :].lstrip(" №")
            break
    found = _NUMBERED.fullmatch(text)
    return Head(found["code"], found["title"].strip()) if found else None


def split_heading(
    lines: Sequence[Line], words: TableWords
) -> tuple[list[str], str, Sequence[Line]]:
    """Return what stands above the first table: the lines before the heading, the heading, the title lines under it.

    The heading is the last group of lines that is neither a stamp nor a title of a section.
    """
    at = _title_at(lines, words)
    above = [line.text for line in lines[:at]]
    start = _after_stamp(above, words)
    groups = _groups(above[start:])
    kept = groups[-1:]
    for back in range(1, min(_HEADING_GROUPS, len(groups)) + 1):
        for place, text in enumerate(groups[-back]):
            if normal(text).startswith(words.heading_begins):
                kept = [groups[-back][place:], *groups[len(groups) - back + 1 :]]
                break
    heading = [text for group in kept for text in group]
    written = [text for text in above if text]
    return written[: len(written) - len(heading)], " ".join(heading), lines[at:]


def section_heads(
    lines: Sequence[Line], words: TableWords, *, may_be_unnumbered: bool
) -> tuple[list[Head], list[str]]:
    """Return the titles of sections among the lines between two rows, and the lines that are none.

    A row over all columns is always a title, a paragraph only with its number or right above a header row.
    """
    heads: list[Head] = []
    loose: list[str] = []
    goes_on = False
    for line in lines:
        if not line.text:
            goes_on = False
        elif head := section_head(line.text, words):
            heads.append(head)
            goes_on = not line.in_grid
        elif line.in_grid:
            heads.append(Head(None, line.text))
            goes_on = False
        elif goes_on:
            heads[-1] = Head(heads[-1].code, f"{heads[-1].title} {line.text}")
        else:
            loose.append(line.text)
    if loose and not heads and may_be_unnumbered:
        begins = (
            place
            for place, text in enumerate(loose)
            if normal(text).startswith(words.heading_begins)
        )
        at = next(begins, 0)
        return [Head(None, " ".join(loose[at:]))], loose[:at]
    return heads, loose


def code_in(title: str, words: TableWords) -> str | None:
    """Return the code the words of a title give its section: «… обучающихся 500+» → «500+»."""
    text = normal(title)
    return next((code for word, code in words.section_codes.items() if word in text), None)


def _title_at(lines: Sequence[Line], words: TableWords) -> int:
    """Return where the title of the first section stands; the number of lines when the file has none there."""
    end = len(lines)
    while end and not lines[end - 1].text:
        end -= 1
    for at in range(end - 1, max(end - 1 - _TITLE_LINES, -1), -1):
        if not lines[at].text:
            break
        if section_head(lines[at].text, words):
            return at
    return len(lines)


def _after_stamp(above: Sequence[str], words: TableWords) -> int:
    """Return where the text after the last stamp («Приложение … от 12.02.2021 № 64-од») begins."""
    stamps = [
        place for place, text in enumerate(above) if normal(text).startswith(words.stamp_begins)
    ]
    if not stamps:
        return 0
    begin = end = stamps[-1]
    while end < len(above) and above[end]:
        end += 1
    if end - begin == 1 and not any(above[end:]):
        return begin  # one paragraph that begins so and has nothing after it is the heading itself
    for place in range(begin, end):
        if place > begin and normal(above[place]).startswith(words.heading_begins):
            return place
        if _ACT_NUMBER.search(above[place].casefold()):
            return place + 1
    return end


def _groups(texts: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for text in texts:
        if text:
            found[-1].append(text)
        elif found[-1]:
            found.append([])
    return [group for group in found if group]
