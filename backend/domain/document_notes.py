"""Notes on the text of a document for its author and its reviewer: what to look at, why, how to mend. Never a refusal."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

NOTES_LIMIT = 50
_SHOWN = 90
_YEAR = re.compile(r"\b20[0-4]\d\b")
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\b")
_MONTH = re.compile(
    r"\b(январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b100\s*(%|процент)", re.IGNORECASE)
_MEASURED = re.compile(
    r"показател|дол[яи]\b|количеств|числ[оа]\b|удельн|охват|\bиз\s+\d", re.IGNORECASE
)
_RESPONSIBLE = re.compile(r"ответственн|исполнител|координатор", re.IGNORECASE)
_MEASURES = re.compile(r"мероприяти|\bмер[аы]\b", re.IGNORECASE)
_TERM = re.compile(r"\bсрок|\bдо\s+\d|\bк\s+\d", re.IGNORECASE)
# A surname, a name, maybe a patronymic, and a class: «Иванов Пётр 5 «А»», «Петрова Анна Игоревна, 7Б».
_PUPIL = re.compile(
    r"\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+(?:ич|на|зы|лы))?"
    r"[\s,;|–—-]+(?:[1-9]|1[01])\s*[«\"]?[А-Яа-я]?[»\"]?(?:\s*(?:класс|кл\.?))?\s*(?:\||,|;|\.|$)"
)
_PUPILS_LEAST = 3


@dataclass(frozen=True, slots=True)
class NotedDocument:
    """What the notes are made from. `text` None: not read; `other_titles`: of the other kinds of documents."""

    text: str | None
    text_state: str
    kind_title: str
    headings: Sequence[str]
    cycle: int
    file_name: str
    other_titles: Sequence[str]


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """`place`: where in the text, in words."""

    code: str
    severity: Literal["serious", "advice"]
    place: str
    why: str
    fix: str


def note_document(document: NotedDocument) -> tuple[DocumentNote, ...]:
    """Return the notes, serious ones first, at most `NOTES_LIMIT`."""
    notes = [*_file_name(document), *_text_state(document)]
    if document.text is not None:
        paragraphs = document.text.split("\n")
        for rule in _RULES:
            notes += rule(document, paragraphs)
    notes.sort(key=lambda note: note.severity != "serious")
    return tuple(notes[:NOTES_LIMIT])


def _text_state(document: NotedDocument) -> Iterator[DocumentNote]:
    if document.text_state == "empty":
        yield DocumentNote(
            "no_text",
            "serious",
            "весь документ",
            "Текст не извлекается: это скан или пустой документ. Сравнить версии и найти в нём слова нельзя.",
            "Приложите файл, сохранённый из редактора (DOCX или PDF с текстом).",
        )
    elif document.text_state == "unreadable":
        yield DocumentNote(
            "unreadable",
            "serious",
            "весь документ",
            "Файл не удалось прочитать: он повреждён, закрыт паролем или слишком велик внутри.",
            "Откройте его в редакторе, сохраните заново без пароля и добавьте новой версией.",
        )


def _file_name(document: NotedDocument) -> Iterator[DocumentNote]:
    name = document.file_name.casefold()
    if _stem(document.kind_title) in name:
        return
    for title in document.other_titles:
        if _stem(title) in name:
            yield DocumentNote(
                "other_kind",
                "serious",
                "имя файла",
                f"Файл «{document.file_name}» назван как «{title}», а документ — «{document.kind_title}».",
                "Проверьте, тот ли файл приложен.",
            )
            return


def _stem(title: str) -> str:
    return title.split(maxsplit=1)[0][:7].casefold()


def _headings(document: NotedDocument, _paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    text = (document.text or "").casefold()
    for heading in document.headings:
        if heading.casefold() not in text:
            yield DocumentNote(
                "missing_heading",
                "serious",
                "весь документ",
                f"В тексте нет слова «{heading}…»: для вида «{document.kind_title}» такой раздел ожидают.",
                "Добавьте раздел или назовите его обычными словами.",
            )


def _dates(document: NotedDocument, _paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    text = document.text or ""
    if document.headings and not any(rule.search(text) for rule in (_DATE, _MONTH, _YEAR)):
        yield DocumentNote(
            "no_dates",
            "serious",
            "весь документ",
            "Нет ни одной даты: по такому документу нельзя понять, к какому сроку что будет сделано.",
            "Укажите срок каждого мероприятия: день или месяц и год.",
        )


def _whole(_document: NotedDocument, paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    for number, paragraph in enumerate(paragraphs, 1):
        if _WHOLE.search(paragraph) and not _MEASURED.search(paragraph):
            yield DocumentNote(
                "unmeasured_whole",
                "advice",
                _place(number, paragraph),
                "«100 %» сказано без показателя: непонятно, чего и как это посчитать.",
                "Назовите показатель: доля кого из скольких, по каким данным.",
            )


def _responsible(document: NotedDocument, _paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    text = document.text or ""
    if document.headings and _MEASURES.search(text) and not _RESPONSIBLE.search(text):
        yield DocumentNote(
            "no_responsible",
            "serious",
            "весь документ",
            "Есть мероприятия, но не сказано, кто за них отвечает.",
            "Укажите ответственного для каждого мероприятия.",
        )


def _pupils(_document: NotedDocument, paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    found = [n for n, paragraph in enumerate(paragraphs, 1) if _PUPIL.search(paragraph)]
    if len(found) >= _PUPILS_LEAST:
        yield DocumentNote(
            "pupils_named",
            "serious",
            f"абзацы {found[0]}–{found[-1]}",
            f"Похоже на список обучающихся с классами, строк: {len(found)}.",
            "Уберите имена детей: в документах проекта персональных данных обучающихся быть не должно.",
        )


def _past_terms(document: NotedDocument, paragraphs: Sequence[str]) -> Iterator[DocumentNote]:
    for number, paragraph in enumerate(paragraphs, 1):
        if not _TERM.search(paragraph):
            continue
        for found in _DATE.finditer(paragraph):
            year = int(found.group(3)) + (2000 if len(found.group(3)) == 2 else 0)
            if 2000 <= year < document.cycle:
                yield DocumentNote(
                    "past_term",
                    "advice",
                    _place(number, paragraph),
                    f"Срок {found.group(0)} раньше {document.cycle} года, к которому относится документ.",
                    "Проверьте, не остался ли срок из прошлого документа.",
                )
                break


def _place(number: int, paragraph: str) -> str:
    start = paragraph if len(paragraph) <= _SHOWN else paragraph[:_SHOWN].rstrip() + "…"
    return f"абзац {number}: «{start}»"


_RULES: Sequence[Callable[[NotedDocument, Sequence[str]], Iterator[DocumentNote]]] = (
    _headings,
    _dates,
    _responsible,
    _pupils,
    _whole,
    _past_terms,
)
