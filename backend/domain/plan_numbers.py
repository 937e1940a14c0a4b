"""The last step of recognition: codes of sections, numbers of rows, and remarks about both."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from backend.domain.plan_grid import CellKind, Column
from backend.domain.plan_text import RowText, SectionForm, SectionText
from backend.domain.wording import plural

_BARE = re.compile(r"\d{1,3}")
_DOTTED = re.compile(r"(.+?)\.\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the person who imports has to look at; `row_number` None = it is about the file."""

    row_number: str | None
    text: str


@dataclass(slots=True)
class RowDraft:
    """A row on its way; `number` as in its cell, "" = none; `numbered`: the table has a column for it."""

    number: str
    numbered: bool
    kind: CellKind
    texts: dict[Column, str]
    cells: tuple[str, ...]
    remarks: list[str] = field(default_factory=list)

    def join(self, texts: Mapping[Column, str], cells: tuple[str, ...]) -> None:
        """Add the second part of a torn row to its first part, and ask."""
        for column, text in texts.items():
            if text:
                self.texts[column] = f"{self.texts.get(column, '')} {text}".strip()
        self.cells += cells
        parts = " | ".join(f"«{text}»" for text in texts.values() if text)
        self.remarks.append(
            f"Строка в файле разорвана (так бывает на границе страниц). Её продолжение {parts} присоединено: проверьте, так ли это."
        )


@dataclass(slots=True)
class SectionDraft:
    """A section on its way; `invented`: the file has no titles of sections at all."""

    code: str | None
    title: str
    form: SectionForm
    rows: list[RowDraft] = field(default_factory=list)
    invented: bool = False

    def last(self) -> RowDraft | None:
        """Return the row read last."""
        return self.rows[-1] if self.rows else None


def finish(drafts: Sequence[SectionDraft]) -> tuple[tuple[SectionText, ...], list[Remark]]:
    """Return the sections with codes and numbers, and the remarks in the order of the file."""
    taken = Counter(draft.code for draft in drafts if draft.code)
    remarks = [
        Remark(None, f"Раздел {code} назван в файле {times} {_times(times)}.")
        for code, times in taken.items()
        if times > 1
    ]
    sections: list[SectionText] = []
    for draft in drafts:
        code = draft.code or _code_of(draft, taken)
        taken[code] += 1
        remarks += _about_section(draft, code)
        numbers = _numbers(draft.rows, code)
        remarks += _about_rows(draft.rows, numbers, code)
        rows = tuple(_row(row, number) for row, number in zip(draft.rows, numbers, strict=True))
        sections.append(SectionText(code, draft.title, draft.form, rows))
    found = Counter(row.number for section in sections for row in section.rows)
    remarks += [
        Remark(number, f"Номер {number} стоит в файле у {times} строк: оставьте его одной из них.")
        for number, times in found.items()
        if times > 1
    ]
    return tuple(sections), remarks


def clean_number(text: str) -> str:
    """Return the number of a row as the plan keeps it: «3.1.» and «3,1» → «3.1»."""
    text = re.sub(r"\s+|№", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text).rstrip(".):;,")


def _code_of(draft: SectionDraft, taken: Mapping[str, int]) -> str:
    """Return what the numbers of the rows begin with, else the first free whole number."""
    prefixes = {
        found[1] for row in draft.rows if (found := _DOTTED.fullmatch(clean_number(row.number)))
    }
    if len(prefixes) == 1 and not (prefixes & taken.keys()):
        return prefixes.pop()
    return next(str(n) for n in count(1) if str(n) not in taken)


def _numbers(rows: Sequence[RowDraft], code: str) -> list[str]:
    """Return a number for every row: its own, with the code before a bare one, or the next free one."""
    numbers = [clean_number(row.number) for row in rows]
    numbers = [f"{code}.{number}" if _BARE.fullmatch(number) else number for number in numbers]
    used = [int(n[len(code) + 1 :]) for n in numbers if _is_under(n, code)]
    free = count(max(used, default=0) + 1)
    return [number or f"{code}.{next(free)}" for number in numbers]


def _is_under(number: str, code: str) -> bool:
    return number.startswith(f"{code}.") and number[len(code) + 1 :].isdecimal()


def _about_section(draft: SectionDraft, code: str) -> Iterator[Remark]:
    if draft.invented:
        yield Remark(
            None,
            f"В файле нет названий разделов: строки собраны в раздел {code} с названием плана.",
        )
    elif draft.code is None:
        yield Remark(None, f"В файле у раздела «{draft.title}» нет номера: записан как {code}.")
    bare = [row.number for row in draft.rows if _BARE.fullmatch(clean_number(row.number))]
    if bare:
        yield Remark(
            None,
            f"Номера строк раздела {code} в файле без номера раздела («{bare[0]}»): записаны как {code}.{clean_number(bare[0])} и далее.",
        )


def _about_rows(rows: Sequence[RowDraft], numbers: Sequence[str], code: str) -> Iterator[Remark]:
    before: tuple[str, list[int]] = ("", [])
    for row, number in zip(rows, numbers, strict=True):
        place = (number, [int(part) for part in re.findall(r"\d+", number)])
        yield from (Remark(number, text) for text in row.remarks)
        if row.kind is CellKind.DATE:
            yield Remark(
                number,
                f"В ячейке номера стоит дата «{row.number}»: Excel превращает в даты номера вида «1.1». Проверьте номер.",
            )
        elif row.numbered and not row.number:
            yield Remark(number, f"В файле у строки нет номера: записана как {number}.")
        elif not number.startswith(f"{code}."):
            yield Remark(number, f"Строка {number} стоит в разделе {code}.")
        elif place[1] < before[1]:
            doubt = _MAYBE_ROUNDED if row.kind is CellKind.NUMBER else ""
            yield Remark(number, f"Строка {number} стоит после {before[0]}.{doubt}")
        yield from (
            Remark(number, sentence)
            for column, sentence in _NEEDED.items()
            if not row.texts.get(column)
        )
        before = place


def _row(row: RowDraft, number: str) -> RowText:
    texts = row.texts
    return RowText(
        number=number,
        title=texts.get(Column.TITLE, ""),
        term_source=texts.get(Column.TERM, ""),
        responsible_source=texts.get(Column.RESPONSIBLE, ""),
        result_document=texts.get(Column.RESULT_DOCUMENT) or None,
        expected_result=texts.get(Column.EXPECTED_RESULT) or None,
        cells=row.cells,
    )


def _times(number: int) -> str:
    return plural(number, "раз", "раза", "раз")


_MAYBE_ROUNDED = " В ячейке число: Excel превращает «1.10» в 1.1. Проверьте номер."
_NEEDED = {
    Column.TITLE: "В файле у строки нет названия мероприятия.",
    Column.TERM: "В файле у строки нет срока.",
    Column.RESPONSIBLE: "В файле у строки нет ответственного.",
}
