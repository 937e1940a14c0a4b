"""What an edition changed: lineage of rows, words that went and came, with plans a coordinator really makes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.plan_diff import PieceKind, PlanDiff, RowChange, compare, match_rows, pieces
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText

SITE = "Размещение информации о реализации проекта 500+ на официальном сайте"
ANALYSIS = "Статистический анализ результатов независимой оценки качества обучения"
METHOD = "Методический анализ результатов независимой оценки качества обучения"
AUDIT = "Кадровый аудит и диагностика качества образовательной деятельности"
TALKS = "Проведение собеседований с управленческими командами"


def row(number: str, title: str, term: str = "Март 2021", who: str = "ЦУ") -> RowText:
    return RowText(number, title, term, who, None, None)


def plan(*rows: RowText, heading: str = "Дорожная карта") -> PlanText:
    """A plan whose rows stand in the section their number names."""
    codes = dict.fromkeys(r.number.rpartition(".")[0] for r in rows)
    sections = [
        SectionText(
            code,
            f"Раздел {code}",
            SectionForm.ROAD_MAP,
            tuple(r for r in rows if r.number.rpartition(".")[0] == code),
        )
        for code in codes
    ]
    return PlanText(heading, tuple(sections))


BEFORE = plan(
    row("1.1", ANALYSIS, "Ноябрь 2020"),
    row("1.2", METHOD, "Ноябрь 2020"),
    row("1.3", AUDIT, "Декабрь 2020"),
    row("500+.14", SITE, "до 05.05.2021"),
    row("500+.21", SITE, "До 05.12.2021"),
)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(BEFORE, {n: n for n in ("1.1", "1.2", "1.3", "500+.14", "500+.21")}, id="equal"),
        pytest.param(
            plan(row("1.1", TALKS), row("1.2", ANALYSIS, "Ноябрь 2020"), row("1.3", METHOD, "Ноябрь 2020")),
            {"1.2": "1.1", "1.3": "1.2"},
            id="a new first row shifts the numbers",
        ),
        pytest.param(
            plan(row("1.1", ANALYSIS, "Ноябрь 2021"), row("1.2", METHOD, "Ноябрь 2021")),
            {"1.1": "1.1", "1.2": "1.2"},
            id="dates shifted by a year",
        ),
        pytest.param(
            plan(row("500+.14", SITE, "до 05.05.2022"), row("500+.21", SITE, "До 05.12.2022")),
            {"500+.14": "500+.14", "500+.21": "500+.21"},
            id="two rows with one title go by number",
        ),
        pytest.param(
            plan(row("500+.14", SITE, "До 05.12.2021"), row("500+.21", SITE, "до 05.05.2021")),
            {"500+.14": "500+.14", "500+.21": "500+.21"},
            id="of two rows with one title the number is stronger than the term",
        ),
        pytest.param(
            plan(row("500+.14", TALKS), row("500+.20", SITE, "До 05.12.2021")),
            {"500+.20": "500+.21"},
            id="of two rows with one title the term tells which has moved",
        ),
        pytest.param(
            plan(row("1.3", "Кадровый аудит и анализ качества образовательной деятельности")),
            {"1.3": "1.3"},
            id="reworded under its number",
        ),
        pytest.param(
            plan(row("4.7", f"{AUDIT} в школах", "Май 2022")),
            {"4.7": "1.3"},
            id="reworded and moved",
        ),
        pytest.param(plan(row("1.1", TALKS)), {}, id="another row under an old number"),
        pytest.param(plan(row("1.1", "")), {}, id="a row without a title is nobody's"),
    ],
)  # fmt: skip
def test_rows_are_matched_as_a_person_would(after: PlanText, expected: dict[str, str]) -> None:
    assert match_rows(BEFORE, after) == expected


def kinds(diff: PlanDiff) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            r.kind.value,
            r.before.number if r.before else None,
            r.after.number if r.after else None,
        )
        for r in diff.rows
    ]


def test_removed_rows_stand_where_they_stood() -> None:
    after = plan(row("1.2", METHOD, "Ноябрь 2020"), row("1.4", TALKS))
    assert kinds(compare(BEFORE, after)) == [
        ("removed", "1.1", None),
        ("same", "1.2", "1.2"),
        ("removed", "1.3", None),
        ("removed", "500+.14", None),
        ("removed", "500+.21", None),
        ("added", None, "1.4"),
    ]


def test_a_changed_row_names_the_texts_and_the_words() -> None:
    after = plan(row("1.1", ANALYSIS, "Ноябрь 2021", "ЦУ, РЦ"))
    (changed, *_) = compare(BEFORE, after).rows
    assert changed.kind is RowChange.CHANGED
    assert not changed.is_moved
    assert [text.field for text in changed.texts] == ["term_source", "responsible_source"]
    assert [(p.kind.value, p.text) for p in changed.texts[0].pieces] == [
        ("equal", "Ноябрь "),
        ("removed", "2020"),
        ("added", "2021"),
    ]
    assert [(p.kind.value, p.text) for p in changed.texts[1].pieces] == [
        ("equal", "ЦУ"),
        ("added", ", РЦ"),
    ]


def test_an_emptied_cell_is_a_change() -> None:
    before = plan(replace(row("1.1", ANALYSIS), result_document="Справка"))
    (changed,) = compare(before, plan(row("1.1", ANALYSIS))).rows
    assert [text.field for text in changed.texts] == ["result_document"]


def test_a_row_that_only_moves_is_the_same_and_moved() -> None:
    diff = compare(plan(row("1.1", ANALYSIS)), plan(row("2.5", ANALYSIS)))
    (moved,) = diff.rows
    assert (moved.kind, moved.is_moved, moved.section) == (RowChange.SAME, True, "2")
    assert diff.moved == 1


def test_cells_of_the_file_are_no_change() -> None:
    after = plan(replace(row("1.1", ANALYSIS, "Ноябрь 2020"), cells=("1.1.", "…")))
    assert compare(BEFORE, after).rows[0].kind is RowChange.SAME


def test_a_decided_lineage_is_obeyed() -> None:
    after = plan(row("1.1", ANALYSIS, "Ноябрь 2020"))
    assert kinds(compare(BEFORE, after, {}))[-1] == ("added", None, "1.1")
    decided = compare(BEFORE, after, {"1.1": "1.3"})
    assert ("changed", "1.3", "1.1") in kinds(decided)


def test_headings_and_titles_of_sections_are_compared() -> None:
    after = replace(plan(row("1.1", ANALYSIS)), heading="Дорожная карта на 2022")
    titles = compare(BEFORE, after).titles
    assert [text.field for text in titles] == ["heading", "section"]
    assert {p.kind for p in titles[1].pieces} == {PieceKind.REMOVED}


def test_counts_add_up() -> None:
    after = plan(
        row("1.1", TALKS), row("1.2", ANALYSIS, "Май 2022"), row("1.3", AUDIT, "Декабрь 2020")
    )
    diff = compare(BEFORE, after)
    assert {kind.value: diff.count(kind) for kind in RowChange} == {
        "same": 1, "changed": 1, "added": 1, "removed": 3,
    }  # fmt: skip
    assert diff.moved == 1


WORDS = st.lists(st.sampled_from(["анализ", "школ", ",", " ", "\n", "500+", "«", "справка"])).map(
    "".join
)


@given(WORDS, WORDS)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.kind is not PieceKind.ADDED) == before
    assert "".join(p.text for p in found if p.kind is not PieceKind.REMOVED) == after
    assert all(p.text for p in found)
    assert not (before == after and any(p.kind is not PieceKind.EQUAL for p in found))


def test_very_long_texts_are_replaced_whole_instead_of_compared_for_minutes() -> None:
    before, after = "а б " * 3_000, "б в " * 3_000
    assert [p.kind for p in pieces(before, after)] == [PieceKind.REMOVED, PieceKind.ADDED]


TITLES = st.sampled_from([SITE, ANALYSIS, METHOD, AUDIT, TALKS, f"{AUDIT} школ", ""])
ROWS = st.lists(
    st.tuples(st.integers(1, 9), TITLES, st.sampled_from(["Май", "Июнь"])),
    max_size=8,
    unique_by=lambda found: found[0],
).map(lambda found: plan(*(row(f"1.{n}", title, term) for n, title, term in found)))


@given(ROWS, ROWS)
def test_every_row_of_both_editions_stands_in_the_difference_once(
    before: PlanText, after: PlanText
) -> None:
    matched = match_rows(before, after)
    assert len({*matched.values()}) == len(matched)
    diff = compare(before, after)
    assert [r.after for r in diff.rows if r.after] == list(after.rows())
    assert sorted(r.before.number for r in diff.rows if r.before) == sorted(
        r.number for r in before.rows()
    )


@given(ROWS)
def test_a_plan_does_not_differ_from_itself(same: PlanText) -> None:
    diff = compare(same, same)
    assert all(r.kind is RowChange.SAME and not r.is_moved for r in diff.rows)
    assert diff.titles == ()
