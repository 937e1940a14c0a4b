"""What holds what: chains of missing facts."""

from backend.domain.blocking import Gap, blocking_chains

REQUIRES = {
    "agreed": ["visit"],
    "verified": ["agreed"],
    "medk": ["verified"],
    "plan": ["verified", "curator"],
}


def chains(
    gaps: list[tuple[str, str, str]], has: dict[str, set[str]] | None = None
) -> list[tuple[str, str, list[str]]]:
    found = blocking_chains(
        [Gap(activity=a, school=s, fact=f) for a, s, f in gaps],
        REQUIRES,
        {school: frozenset(facts) for school, facts in (has or {}).items()},
    )
    return [(c.school, c.root, [f"{g.activity}:{g.fact}" for g in c.gaps]) for c in found]


def test_the_first_missing_fact_holds_every_row_behind_it_in_order() -> None:
    gaps = [("5", "A", "medk"), ("4", "A", "verified"), ("6", "A", "plan")]
    assert chains(gaps, {"A": {"visit", "curator"}}) == [
        ("A", "agreed", ["4:verified", "5:medk", "6:plan"])
    ]


def test_the_root_need_not_be_asked_by_a_row() -> None:
    assert chains([("1", "A", "verified"), ("2", "A", "medk")], {"A": {"visit"}})[0][1] == "agreed"
    assert chains([("1", "A", "verified"), ("2", "A", "medk")])[0][1] == "visit"


def test_one_row_alone_is_no_chain() -> None:
    assert chains([("1", "A", "verified"), ("1", "A", "medk")], {"A": {"visit"}}) == []
    assert chains([]) == []


def test_a_row_is_shown_once_by_the_fact_that_closes_it() -> None:
    gaps = [("4", "A", "agreed"), ("4", "A", "medk"), ("6", "A", "verified")]
    assert chains(gaps, {"A": {"visit"}}) == [("A", "agreed", ["6:verified", "4:medk"])]


def test_independent_facts_hold_nothing_together() -> None:
    assert chains([("1", "A", "curator"), ("2", "A", "visit")]) == []


def test_two_roots_of_one_row_both_show() -> None:
    gaps = [("1", "A", "plan"), ("2", "A", "plan"), ("3", "A", "verified")]
    assert [(root, len(rows)) for _, root, rows in chains(gaps)] == [("visit", 3), ("curator", 2)]


def test_schools_are_separate_and_the_longest_chain_comes_first() -> None:
    gaps = [
        ("1", "B", "visit"), ("2", "B", "agreed"),
        ("1", "A", "visit"), ("2", "A", "agreed"), ("3", "A", "medk"),
        ("1", "C", "visit"),
    ]  # fmt: skip
    assert [(school, len(rows)) for school, _, rows in chains(gaps)] == [("A", 3), ("B", 2)]


def test_facts_of_one_school_do_not_help_another() -> None:
    gaps = [("1", "A", "agreed"), ("2", "A", "verified")]
    assert chains(gaps, {"B": {"visit"}})[0][1] == "visit"


def test_the_order_of_the_gaps_does_not_matter() -> None:
    gaps = [
        ("4", "A", "verified"),
        ("5", "A", "medk"),
        ("6", "A", "plan"),
        ("4", "B", "medk"),
        ("6", "B", "plan"),
    ]
    assert chains(gaps) == chains(gaps[::-1])


def test_a_fact_without_rules_is_its_own_root() -> None:
    assert chains([("1", "A", "unknown"), ("2", "A", "unknown")]) == [
        ("A", "unknown", ["1:unknown", "2:unknown"])
    ]
