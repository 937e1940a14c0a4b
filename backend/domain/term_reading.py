"""A term's tokens and spans → windows, and a question to the author wherever the text does not give them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from backend.domain.term_points import COARSE, Period, TermWindow, Unit
from backend.domain.term_series import Series, read_series
from backend.domain.term_spans import End, Form, Span, fill_years, read_spans
from backend.domain.term_words import Token, Word, read_words
from backend.domain.wording import short_date

_QUOTED = 80
_LEAP_YEAR = 2020
# Words that are read only as part of something longer; alone they are not understood.
_INCOMPLETE = {
    Word.UNKNOWN,
    Word.POINT,
    Word.FROM,
    Word.BEFORE,
    Word.BY,
    Word.THROUGH,
    Word.END_OF,
}
_IN_A_NAME = {Word.UNKNOWN, Word.SILENT, Word.BY, Word.FROM, Word.BEFORE, Word.DASH}


@dataclass(slots=True)
class Reading:
    """What was read. `base`: the period behind wordings without dates. `spans`: those that gave a window, in order."""

    cleaned: str
    tokens: Sequence[Token]
    marks: frozenset[Word]
    base: Period
    series: Series | None = None
    is_continuous: bool = False
    spans: list[Span] = field(default_factory=list)
    windows: list[TermWindow] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def words(self, first: int, last: int) -> str:
        """Return tokens `first` to `last` as the author wrote them, at most 80 characters."""
        words = self.cleaned[self.tokens[first].start : self.tokens[last].end]
        return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


def read(cleaned: str, *, period: Period, project: Period | None) -> Reading:
    """Return everything a cleaned term says; see `schedule.read_term` for the periods."""
    tokens = read_words(cleaned)
    marks = frozenset(token.word for token in tokens)
    base = project if project is not None and Word.WHOLE_PLAN not in marks else period
    reading = Reading(cleaned, tokens, marks, base)
    reading.series, reading.questions = read_series(tokens)
    if Word.PROJECT in marks and project is None:
        reading.questions.append("Не указан срок реализации проекта. С какого по какое число?")
    spans = read_spans(tokens)
    fill_years(spans, base)
    reading.is_continuous = _is_continuous(marks, spans)
    used = _note_remarks(reading)
    for span in spans:
        if any(end.point.unit is Unit.NUMBER for end in span.ends):
            continue
        used.update(range(span.first, span.last + 1))
        if _is_stray(span, spans):
            words = reading.words(span.first, span.last)
            reading.questions.append(f"Неясно, ко всему ли сроку относится «{words}».")
        elif span.form is not Form.HEADING and (window := _window(reading, span)):
            reading.spans.append(span)
            reading.windows.append(window)
    _check_windows(reading, period)
    _ask_about_the_rest(reading, used)
    return reading


def is_coarse(span: Span) -> bool:
    """Tell whether a span names years only."""
    return all(end.point.unit in COARSE for end in span.ends)


def _is_continuous(marks: frozenset[Word], spans: Sequence[Span]) -> bool:
    if marks & {Word.CONTINUOUS, Word.WHOLE_PLAN, Word.PROJECT, Word.ON_DEMAND}:
        return True
    if Word.BY_PLAN in marks and all(is_coarse(span) for span in spans):
        return True
    return any(span.form is Form.THROUGH and is_coarse(span) for span in spans)


def _is_stray(span: Span, spans: Sequence[Span]) -> bool:
    """«Декабрь 2020, 2021 год»: a year beside finer dates, of which it cannot be said whether it is one more window."""
    return (
        span.form is Form.ALONE
        and is_coarse(span)
        and any(not is_coarse(other) for other in spans if other.form is not Form.HEADING)
    )


def _note_remarks(reading: Reading) -> set[int]:
    """Note the words that stand beside the dates; return the tokens they took."""
    used: set[int] = set()
    for place, token in enumerate(reading.tokens):
        if token.word not in {Word.BY_PLAN, Word.ON_DEMAND, Word.TIME}:
            continue
        last = _end_of_name(reading.tokens, place) if token.word is Word.BY_PLAN else place
        reading.remarks.append(reading.words(place, last))
        used.update(range(place, last + 1))
    return used


def _end_of_name(tokens: Sequence[Token], place: int) -> int:
    """Return where the name of a plan ends: «планом курсовой подготовки в рамках государственного задания»."""
    last = place
    for following in range(place + 1, len(tokens)):
        token = tokens[following]
        if token.word is Word.UNKNOWN:
            last = following
        elif token.word not in _IN_A_NAME and token.text != "и":
            break
    return last


def _window(reading: Reading, span: Span) -> TermWindow | None:
    """Return the window of a span, or None and a question why there is none."""
    words = reading.words(span.first, span.last)
    for end in span.ends:
        named = reading.words(end.place, end.place)
        if problem := _problem(end, named, words if len(span.ends) == 1 else f"до {named}"):
            reading.questions.append(problem)
            return None
    inferred = any(end.is_inferred for end in span.ends)
    for end in span.ends:
        _note_year(reading, end)
    starts_on, ends_on = span.ends[0].point.bounds()[0], span.ends[-1].point.bounds()[1]
    repeats = reading.is_continuous or reading.series is not None
    if repeats and span.form is Form.ALONE and span.ends[0].point.unit is Unit.DAY:
        reading.questions.append(f"Неясно, что значит «{words}» для работы, которая повторяется.")
    if span.form is Form.DEADLINE:
        if repeats:
            start = min(reading.base.starts_on, ends_on)
            return TermWindow(start, ends_on, is_derived=True)
        return TermWindow(None, ends_on, is_derived=inferred)
    if span.form is Form.OPEN:
        if not repeats:
            reading.questions.append(f"Не указано, до какого срока: «{words}».")
        inferred, ends_on = True, max(reading.base.ends_on, ends_on)
    if ends_on < starts_on:
        reading.questions.append(f"Срок «{words}» кончается раньше, чем начинается. Как верно?")
        return None
    return TermWindow(starts_on, ends_on, is_derived=inferred)


def _problem(end: End, words: str, whole: str) -> str | None:
    """Return the question that keeps a point from being a date; `whole` = its words with «до»."""
    try:
        replace(end.point, year=end.point.year or _LEAP_YEAR).bounds()
    except ValueError:
        return f"В календаре нет «{words}». Что имелось в виду?"
    if end.point.year is None:
        return f"Не указан год: «{whole if end.point.unit in COARSE else words}». Какого года?"
    if end.is_contradictory:
        return f"Неясно, какого года «{words}»: следующая за ним дата раньше."
    if end.until and not end.whole and end.point.unit is not Unit.DAY:
        return f"Неясно, до какого дня: «{whole}». До начала или до конца?"
    return None


def _note_year(reading: Reading, end: End) -> None:
    words = reading.words(end.place, end.place)
    first, last = end.point.bounds()
    if end.is_inferred:
        reading.remarks.append(f"«{words}» без года: в периоде плана это только {first.year} год")
    if end.point.unit is Unit.SCHOOL_YEAR:
        reading.remarks.append(f"учебный год: {short_date(first)} – {short_date(last)}")


def _check_windows(reading: Reading, period: Period) -> None:
    if len(set(reading.windows)) < len(reading.windows):
        reading.questions.append("Один и тот же срок указан дважды. Все ли даты верны?")
        reading.windows = list(dict.fromkeys(reading.windows))
    for window in reading.windows:
        if not period.starts_on <= window.ends_on <= period.ends_on:
            whole = f"{short_date(period.starts_on)} – {short_date(period.ends_on)}"
            reading.questions.append(
                f"Срок {short_date(window.ends_on)} вне периода плана ({whole}). Верна ли дата?"
            )
    if not reading.windows and (reading.is_continuous or reading.series):
        base = reading.base
        reading.windows = [TermWindow(base.starts_on, base.ends_on, is_derived=True)]


def _ask_about_the_rest(reading: Reading, used: set[int]) -> None:
    if not reading.windows and not reading.questions:
        whole = reading.words(0, len(reading.tokens) - 1)
        reading.questions.append(f"Срок не понят: «{whole}». Укажите дату, период или порядок.")
        return
    for first, last in _unread(reading.tokens, used):
        words = reading.words(first, last)
        reading.questions.append(f"Не понята часть срока: «{words}». Что она означает?")


def _unread(tokens: Sequence[Token], used: set[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of runs of tokens that nothing has read; brackets and dashes inside a run belong to it."""
    run: list[int] = []
    for place, token in enumerate(tokens):
        if place not in used and token.word in _INCOMPLETE:
            run.append(place)
        elif run and (place in used or token.word not in {Word.SILENT, Word.DASH}):
            yield run[0], run[-1]
            run = []
    if run:
        yield run[0], run[-1]
