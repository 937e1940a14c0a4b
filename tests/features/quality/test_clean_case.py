"""What is in order is not complained about, and every rule is one of the catalogue."""

from backend.features.quality.catalogue import OWNERS, SEVERITIES, areas, catalogue
from backend.features.quality.rules import AREAS, RULES
from tests.features.quality.conftest import Plant


async def test_the_clean_case_has_no_finding_of_any_rule(planted: Plant) -> None:
    assert await planted() == set()


def test_every_rule_has_words_and_every_word_a_rule() -> None:
    rules = catalogue()
    assert set(rules) == set(RULES)
    assert len(rules) >= 44
    assert {code: rule.area for code, rule in rules.items()} == {
        code: area for area, found in AREAS.items() for code in found
    }
    assert list(areas()) == list(AREAS)
    for rule in rules.values():
        assert rule.severity in SEVERITIES
        assert rule.owner in OWNERS
        assert rule.title[-1] not in ".!"
        assert rule.why.endswith(".")
        assert rule.fix.endswith(".")
        assert rule.source
        assert rule.confidence in {"high", "medium", "low"}
