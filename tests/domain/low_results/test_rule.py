"""The rule over planted counts: thresholds to the pupil, criteria, zones, who is left out."""

from decimal import Decimal

import pytest

from backend.domain.low_results import Count, Counted, assess, read_rule, reasons, why_not_rule
from backend.domain.low_results.judging import Verdict
from tests.domain.low_results.cases import FILE, PARAMETERS, RULE, count, rule


def judge(*counts: Count, kind: str = "sosh", **changes: object) -> Verdict:
    return assess(rule(**changes), kind, counts, 2021)


LOW, NEAR, FINE = (3, 10), (5, 19), (2, 10)  # 30 %, 26,3 %, 20 %


def work(figures: tuple[int, int], **of: object) -> Count:
    return count(*figures, **of)  # type: ignore[arg-type]


CASES: dict[str, tuple[tuple[Count, ...], str, str | None]] = {
    "two low procedures of the year": (
        (work(LOW), work(LOW, subject="russian")),
        "low_results",
        "yellow",
    ),
    "three low procedures are red": (
        (work(LOW), work(LOW, subject="russian"), work(LOW, grade=6)),
        "low_results",
        "red",
    ),
    "the same procedure two years running": (
        (work(LOW), work(LOW, year=2020)),
        "low_results",
        "yellow",
    ),
    "both criteria are red": (
        (work(LOW), work(LOW, year=2020), work(LOW, subject="russian")),
        "low_results",
        "red",
    ),
    "another procedure the year before": (
        (work(LOW), work(LOW, year=2020, subject="russian")),
        "at_risk",
        "yellow",
    ),
    "another grade the year before": (
        (work(LOW), work(LOW, year=2020, grade=6)),
        "at_risk",
        "yellow",
    ),
    "two years before, not the year before": (
        (work(LOW), work(LOW, year=2019)),
        "at_risk",
        "yellow",
    ),
    "low the year before only": ((work(FINE), work(LOW, year=2020)), "none", "green"),
    "exactly one low procedure": ((work(LOW), work(FINE, grade=6)), "at_risk", "yellow"),
    "two near the threshold": ((work(NEAR), work(NEAR, grade=6)), "at_risk", "yellow"),
    "one near the threshold": ((work(NEAR), work(FINE, grade=6)), "none", "green"),
    "autumn of the same programme counts for the year before": (
        (work(LOW), work(LOW, year=2020, wave="autumn", sat_by=6)),
        "low_results",
        "yellow",
    ),
    "nine participants are too few": ((count(9, 9), count(9, 9, grade=6)), "no_data", None),
    "too few the year before": ((work(LOW), count(9, 9, year=2020)), "at_risk", "yellow"),
    "a subject the rule does not name": ((work(LOW, subject="history"),), "no_data", None),
    "a grade the rule does not name": ((work(LOW, grade=7), work(FINE)), "none", "green"),
    "nobody wrote": ((count(0, 0),), "no_data", None),
    "nothing": ((), "no_data", None),
    "exams count": (
        (
            work(LOW, procedure="oge", grade=9),
            work(LOW, procedure="ege", subject="math_base", grade=11),
        ),
        "low_results",
        "yellow",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_verdict_and_zone(name: str) -> None:
    counts, status, zone = CASES[name]
    verdict = judge(*counts)
    assert (verdict.status, verdict.zone) == (status, zone)
    # The order in which counts arrive means nothing.
    assert judge(*reversed(counts)) == verdict


def test_a_corrective_school_is_left_out_whatever_its_results() -> None:
    verdict = judge(work(LOW), work(LOW, grade=6), kind="corrective")
    assert (verdict.status, verdict.zone, verdict.probability) == ("excluded", None, None)
    assert [reason.code for reason in reasons(RULE, verdict)] == ["excluded"]


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ((work(LOW), work(LOW, grade=6)), "at_risk"),
        ((work(LOW), work(LOW, year=2020)), "at_risk"),
        ((work(LOW), work(LOW, year=2020), work(LOW, grade=6)), "low_results"),
    ],
)
def test_a_rule_may_ask_for_both_criteria(counts: tuple[Count, ...], status: str) -> None:
    assert judge(*counts, criteria="all").status == status


@pytest.mark.parametrize("n", range(10, 200))
def test_thirty_percent_is_compared_in_whole_pupils(n: int) -> None:
    """2.9999 must never pass for 3: the first low count is the least k with 10 k ≥ 3 n."""
    least = next(k for k in range(n + 1) if 10 * k >= 3 * n)
    [low], [high] = judge(count(least, n)).judged, judge(count(least - 1, n)).judged
    assert (low.is_low, low.pupils_to_cross) == (True, 1)
    assert (high.is_low, high.pupils_to_cross) == (False, 1)


def test_margin_in_points_and_pupils() -> None:
    [one] = judge(count(5, 13)).judged
    assert (one.margin_pp, one.pupils_to_cross) == (Decimal("8.5"), 2)
    [other] = judge(count(1, 13)).judged
    assert (other.margin_pp, other.pupils_to_cross) == (Decimal("-22.3"), 3)
    [even] = judge(count(3, 10)).judged
    assert (even.margin_pp, even.pupils_to_cross) == (Decimal("0.0"), 1)


def test_history_of_three_years_by_the_same_rule() -> None:
    counts = [
        work(LOW, year=y, subject=s) for y in (2018, 2019, 2020, 2021) for s in ("math", "russian")
    ]
    counts = [one for one in counts if one.year != 2020] + [work(FINE, year=2020)]
    verdict = judge(*counts)
    assert [(past.year, past.status, past.low, past.assessed) for past in verdict.history] == [
        (2021, "low_results", 2, 2),
        (2020, "none", 0, 1),
        (2019, "low_results", 2, 2),
    ]


def test_reasons_name_the_works_with_counts_and_what_would_change_them() -> None:
    verdict = judge(
        count(5, 13), count(4, 12, year=2020), count(6, 20, grade=6), count(9, 9, subject="russian")
    )
    said = [(reason.code, reason.text.replace("\u00a0", " ")) for reason in reasons(RULE, verdict)]
    assert said == [
        (
            "criterion_a",
            "Критерий А: 2 процедуры с долей не преодолевших минимум 30 % и выше, по правилу достаточно 2.",
        ),
        ("criterion_b", "Критерий Б: два года подряд по одной и той же процедуре."),
        (
            "low",
            "ВПР, математика, 5 класс, 2021: 5 из 13 (38,5 %), доля была бы ниже порога, если бы минимум преодолели"
            " ещё 2 ученика. Годом раньше тоже: 4 из 12 (33,3 %) в 2020 году.",
        ),
        (
            "low",
            "ВПР, математика, 6 класс, 2021: 6 из 20 (30 %), доля была бы ниже порога, если бы минимум преодолел"
            " ещё 1 ученик.",
        ),
        (
            "small",
            "ВПР, русский язык, 5 класс, 2021: 9 из 9 (100 %), не учтена: участников меньше 10.",
        ),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"share_pct": Decimal(0)}, "share_pct"),
        ({"share_pct": Decimal("100.1")}, "share_pct"),
        ({"near_share_pct": Decimal(31)}, "near_share_pct"),
        ({"min_participants": 0}, "min_participants"),
        ({"low_procedures": 11}, "low_procedures"),
        ({"procedures": ()}, "procedures"),
        ({"procedures": (Counted("vpr", (), (5,), ()),)}, "procedures"),
        ({"procedures": RULE.procedures + RULE.procedures[:1]}, "procedures"),
    ],
)
def test_what_is_no_rule(changes: dict[str, object], field: str) -> None:
    wrong = why_not_rule(rule(**changes))
    assert wrong is not None
    assert wrong[0] == field


def test_every_version_of_the_file_is_a_rule_with_source_and_confidence() -> None:
    versions = [(one["code"], one["version"]) for one in FILE["rules"]]
    assert len(set(versions)) == len(versions)
    for one in FILE["rules"]:
        assert why_not_rule(read_rule(one["parameters"])) is None
        assert one["source"]
        assert one["confidence"]
    assert read_rule(PARAMETERS).share_pct == 30
