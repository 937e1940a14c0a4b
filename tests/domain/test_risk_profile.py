"""How three views of a risk factor compare."""

from itertools import permutations

import pytest

from backend.domain.risk_profile import LEVEL_TITLES, agreement


@pytest.mark.parametrize(
    ("levels", "verdict", "words"),
    [
        (("high", "high", "high"), "agree", "Согласны"),
        (("low", "high", "high"), "differ", "Расходятся"),
        (("low", "medium", "high"), "differ", "Расходятся"),
        (("low", "low", None), "partial", "Согласны по двум"),
        (("low", "high", None), "differ", "Расходятся"),
        (("medium", None, None), "partial", "Согласны по одному"),
        ((None, None, None), "no_data", "Нет данных"),
    ],
)
def test_agreement_whoever_says_it(
    levels: tuple[str | None, ...], verdict: str, words: str
) -> None:
    for order in permutations(levels):
        assert agreement(order) == (verdict, words)


def test_every_level_the_table_allows_has_a_title() -> None:
    assert set(LEVEL_TITLES) == {"high", "medium", "low"}
