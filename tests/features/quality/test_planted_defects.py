"""The corpus: every rule finds the defect planted for it, names that very object, and nothing else is complained about."""

import pytest

from backend.features.quality.rules import RULES
from tests.features.quality.clean_case import IDS
from tests.features.quality.conftest import Plant
from tests.features.quality.plants import PLANTS


def test_every_rule_has_a_planted_defect() -> None:
    assert set(PLANTS) == set(RULES)


@pytest.mark.parametrize("rule", sorted(PLANTS))
async def test_a_rule_finds_its_planted_defect_and_nothing_else_is_found(
    planted: Plant, rule: str
) -> None:
    defect = PLANTS[rule]
    found = await planted(*defect.statements)
    mine = {about for code, about in found if code == rule}
    assert {code for code, _ in found} == {rule, *defect.also}
    if defect.object in {"md5", "verdict"}:
        assert len(mine) == 1
    else:
        assert mine == {str(IDS[defect.object])}
