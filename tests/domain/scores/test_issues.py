from backend.domain.scores.issues import grouped, in_order, issue, row_ranges
from backend.domain.scores.rules import RULES


def test_groups_count_everything_and_say_rows_as_people_do() -> None:
    issues = [
        issue("mark_missing", "Ячейка пустая.", row=row, column="W") for row in (9, 12, 13, 14)
    ]
    issues.append(issue("column_ignored", "Пропущен.", row=7, column="Y"))
    groups = grouped(in_order(issues))
    assert [(g["code"], g["count"], g["rows"]) for g in groups] == [
        ("mark_missing", 4, "9, 12–14"),
        ("column_ignored", 1, "7"),
    ]
    assert row_ranges(range(1, 100, 2)).endswith("и ещё 38")


def test_every_rule_has_a_title_and_advice() -> None:
    assert all(
        rule.severity in {"error", "warning"} and rule.title and rule.how_to_fix
        for rule in RULES.values()
    )


def test_groups_count_what_was_not_kept_one_by_one() -> None:
    issues = [issue("mark_missing", "Ячейка пустая.", row=9, column="W")]
    groups = grouped(issues, {"mark_missing": 10, "score_missing": 7})
    assert [(g["code"], g["count"], g["rows"]) for g in groups] == [
        ("mark_missing", 11, "9"),
        ("score_missing", 7, ""),
    ]
    assert groups[1]["sample"]
