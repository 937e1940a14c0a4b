"""Tokens of a term → spans of one or two points, each point completed with what the text or the plan's period gives.

A point takes a missing month or year from the point after it, as people write: «с 2 по 10 марта 2021», «сентябрь,
октябрь 2021». Where that would run backwards («декабрь-январь 2021») nothing is taken and the author is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from backend.domain.term_points import COARSE, Period, Point, Unit
from backend.domain.term_words import Token, Word

_OPENERS = (Word.FROM, Word.BEFORE, Word.BY, Word.THROUGH)
_JOINING = (*_OPENERS, Word.DASH, Word.AND, Word.SILENT, Word.END_OF)


class Form(StrEnum):
    """ALONE: a point; RANGE: two; DEADLINE: «до …»; OPEN: «с …» without an end; THROUGH: «в течение …».

    HEADING: a year that only gives the points after it their year («2021 год: март, июнь»).
    """

    ALONE = "alone"
    RANGE = "range"
    DEADLINE = "deadline"
    OPEN = "open"
    THROUGH = "through"
    HEADING = "heading"


@dataclass(slots=True)
class End:
    """One point of a span; `place` is the index of its token, `whole` = «до конца марта», `until` = «до марта»."""

    point: Point
    place: int
    whole: bool = False
    until: bool = False
    is_inferred: bool = False
    is_contradictory: bool = False


@dataclass(slots=True)
class Span:
    """Tokens `first` to `last` (indices) read as one period."""

    form: Form
    ends: list[End]
    first: int
    last: int


def read_spans(tokens: Sequence[Token]) -> list[Span]:
    """Return the spans in the order of the text, days without a month completed; years may be missing still."""
    spans: list[Span] = []
    place = 0
    while place < len(tokens):
        span = _span(tokens, place)
        if span is None:
            place += 1
            continue
        if spans and span.form is Form.ALONE and spans[-1].form is Form.DEADLINE:
            between = [token.word for token in tokens[spans[-1].last + 1 : span.first]]
            if Word.AND in between and set(between) <= {Word.AND, Word.SILENT}:
                # «до 20.03.2021 и 20.06.2021»
                span.form, span.ends[0].until = Form.DEADLINE, True
        spans.append(span)
        place = span.last + 1
    _complete_numbers(spans, tokens)
    return spans


def fill_years(spans: Sequence[Span], period: Period) -> None:
    """Give points their years: from a heading, else the point after it, else the only year the period allows (inferred)."""
    _use_headings(spans)
    following: End | None = None
    for end in reversed([e for span in spans if span.form is not Form.HEADING for e in span.ends]):
        if end.point.year is None and end.point.unit is not Unit.NUMBER:
            _fill_year(end, following, period)
        following = end


def possible_years(point: Point, period: Period) -> list[int]:
    """Return the years in which a point touches the period."""
    years = []
    for year in range(period.starts_on.year - 1, period.ends_on.year + 1):
        try:
            first, last = replace(point, year=year).bounds()
        except ValueError:
            continue
        if first <= period.ends_on and last >= period.starts_on:
            years.append(year)
    return years


def _span(tokens: Sequence[Token], place: int) -> Span | None:
    opener = tokens[place].word if tokens[place].word in _OPENERS else None
    end = _end(tokens, place if opener is None else place + 1)
    if end is None or (opener is None and end.whole):
        return None
    if _is_yearless(end.point) and opener is not Word.THROUGH and not end.whole:
        return None
    joined = _skip_silent(tokens, end.place + 1)
    if joined < len(tokens) and opener is not Word.BEFORE:
        word = tokens[joined].word
        if word in {Word.DASH, Word.BY} or (word is Word.BEFORE and opener is Word.FROM):
            second = _end(tokens, joined + 1)
            if second is not None and not _is_yearless(second.point):
                second.until = word is Word.BEFORE
                return Span(Form.RANGE, [end, second], place, second.place)
    form = {
        None: Form.ALONE,
        Word.FROM: Form.OPEN,
        Word.THROUGH: Form.THROUGH,
    }.get(opener, Form.DEADLINE)
    end.until = opener is Word.BEFORE
    return Span(form, [end], place, end.place)


def _end(tokens: Sequence[Token], place: int) -> End | None:
    place = _skip_silent(tokens, place)
    whole = place < len(tokens) and tokens[place].word is Word.END_OF
    if whole:
        place = _skip_silent(tokens, place + 1)
    if place >= len(tokens) or tokens[place].word is not Word.POINT:
        return None
    point = tokens[place].point
    assert point is not None
    return End(point, place, whole=whole)


def _skip_silent(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and tokens[place].word is Word.SILENT:
        place += 1
    return place


def _is_yearless(point: Point) -> bool:
    """«года» by itself: a point only in «в течение года», «до конца года»."""
    return point.unit is Unit.YEAR and point.year is None


def _complete_numbers(spans: Sequence[Span], tokens: Sequence[Token]) -> None:
    ends = [end for span in spans for end in span.ends]
    for number, following in reversed(list(pairwise(ends))):
        if number.point.unit is not Unit.NUMBER:
            continue
        between = {token.word for token in tokens[number.place + 1 : following.place]}
        if not between - {Word.SILENT} or not between <= set(_JOINING):
            continue
        value = number.point.number
        if following.point.unit is Unit.DAY:
            number.point = replace(following.point, day=value)
        elif following.point.unit in {Unit.QUARTER, Unit.HALF_YEAR}:
            number.point = replace(following.point, number=value)


def _use_headings(spans: Sequence[Span]) -> None:
    year: int | None = None
    for span, following in zip(spans, [*spans[1:], None], strict=False):
        leads = following is not None and _lacks_year(following.ends[0])
        if leads and span.form in {Form.ALONE, Form.THROUGH} and _is_year(span.ends[0]):
            span.form, year = Form.HEADING, span.ends[0].point.year
            continue
        for end in span.ends:
            if not _lacks_year(end):
                year = None
            elif year is not None:
                end.point = replace(end.point, year=year)


def _is_year(end: End) -> bool:
    return end.point.unit is Unit.YEAR and end.point.year is not None


def _lacks_year(end: End) -> bool:
    return end.point.year is None and end.point.unit not in {*COARSE, Unit.NUMBER}


def _fill_year(end: End, following: End | None, period: Period) -> None:
    given = following.point if following and not following.is_contradictory else None
    if given and given.year is not None and not {end.point.unit, given.unit} & set(COARSE):
        assert following is not None
        end.point = replace(end.point, year=given.year)
        end.is_inferred = following.is_inferred
        end.is_contradictory = _starts_later(end.point, given)
    elif len(years := possible_years(end.point, period)) == 1:
        end.point = replace(end.point, year=years[0])
        end.is_inferred = True


def _starts_later(point: Point, following: Point) -> bool:
    try:
        return point.bounds()[0] > following.bounds()[0]
    except ValueError:
        return False
