"""Expected results as predicates: when they are achieved, and how they are said."""

import itertools

import pytest

from backend.domain.expected_results import (
    MEMBER_WORDS,
    Predicate,
    Quantifier,
    in_words,
    is_achieved,
)
from backend.tables.plans import MEMBER_SETS, QUANTIFIERS


def predicate(
    quantifier: Quantifier,
    threshold: int | None = None,
    members: str = "project_500_schools",
    unit: str = "member",
) -> Predicate:
    return Predicate(quantifier, threshold, members, unit, ("x",))


@pytest.mark.parametrize(
    ("quantifier", "threshold", "met", "total", "achieved"),
    [
        (Quantifier.ALL, None, 3, 3, True),
        (Quantifier.ALL, None, 2, 3, False),
        (Quantifier.ALL, None, 1, 1, True),
        (Quantifier.ALL, None, 0, 3, False),
        (Quantifier.ALL, None, 0, 0, False),
        (Quantifier.AT_LEAST, 2, 1, 3, False),
        (Quantifier.AT_LEAST, 2, 2, 3, True),
        (Quantifier.AT_LEAST, 2, 3, 3, True),
        # More than there are: nobody can do that.
        (Quantifier.AT_LEAST, 4, 3, 3, False),
        (Quantifier.AT_LEAST, 1, 0, 0, False),
        (Quantifier.SHARE, 50, 1, 3, False),
        (Quantifier.SHARE, 50, 2, 4, True),
        (Quantifier.SHARE, 50, 2, 3, True),
        # A third is 33,3 %: not rounded up to 34, and not down to less than 33.
        (Quantifier.SHARE, 33, 1, 3, True),
        (Quantifier.SHARE, 34, 1, 3, False),
        (Quantifier.SHARE, 67, 2, 3, False),
        (Quantifier.SHARE, 66, 2, 3, True),
        (Quantifier.SHARE, 100, 699, 700, False),
        (Quantifier.SHARE, 100, 700, 700, True),
        (Quantifier.SHARE, 1, 0, 0, False),
    ],
)
def test_a_result_is_achieved_by_its_quantifier_alone(
    quantifier: Quantifier, threshold: int | None, met: int, total: int, *, achieved: bool
) -> None:
    assert is_achieved(predicate(quantifier, threshold), met=met, total=total) is achieved


EVERY = [
    predicate(Quantifier.ALL),
    *(predicate(Quantifier.AT_LEAST, k) for k in range(1, 45)),
    *(predicate(Quantifier.SHARE, percent) for percent in range(1, 101)),
]


def test_one_more_that_is_met_never_undoes_a_result() -> None:
    for rule, total in itertools.product(EVERY, range(42)):
        line = [is_achieved(rule, met=met, total=total) for met in range(total + 1)]
        assert line == sorted(line), (rule, total)


def test_one_more_who_is_missing_never_brings_a_result_about() -> None:
    for rule, met in itertools.product(EVERY, range(42)):
        line = [is_achieved(rule, met=met, total=total) for total in range(max(met, 1), 60)]
        assert line == sorted(line, reverse=True), (rule, met)


def test_all_and_a_share_of_a_hundred_are_the_same() -> None:
    for total in range(200):
        for met in range(total + 1):
            found = {
                is_achieved(rule, met=met, total=total)
                for rule in (predicate(Quantifier.ALL), predicate(Quantifier.SHARE, 100))
            }
            assert found == {total > 0 and met == total}


@pytest.mark.parametrize(
    ("rule", "titles", "words"),
    [
        (
            predicate(Quantifier.ALL),
            ["Посещение проведено", "РПШ верифицирован", "Отметка в МЭДК"],
            "Все школы проекта 500+: посещение проведено; РПШ верифицирован; отметка в МЭДК",
        ),
        (
            predicate(Quantifier.AT_LEAST, 2, "red_zone_schools"),
            ["Анкетирование завершено"],
            "Не меньше 2 из школ красной зоны: анкетирование завершено",
        ),
        (
            predicate(Quantifier.SHARE, 80, "low_results_schools"),
            ["Самообследование сдано"],
            "Не меньше 80\u00a0% школ с низкими результатами: самообследование сдано",
        ),
        (
            predicate(Quantifier.ALL, members="project_curators"),
            ["Участие в вебинаре для кураторов"],
            "Все кураторы школ проекта 500+: участие в вебинаре для кураторов",
        ),
        (
            predicate(Quantifier.ALL, members="office"),
            ["Итоговое мероприятие проведено"],
            "Управление: итоговое мероприятие проведено",
        ),
        (
            predicate(Quantifier.ALL, members="all_schools"),
            ["Локальные акты и программы разработаны"],
            "Все школы управления: локальные акты и программы разработаны",
        ),
        (
            predicate(Quantifier.ALL, members="low_results_schools", unit="person"),
            ["Педагоги направлены на курсы"],
            "Все заявленные люди по каждой из школ с низкими результатами: педагоги направлены на курсы",
        ),
        (
            predicate(Quantifier.SHARE, 50, "low_results_schools", "person"),
            ["Педагоги направлены на курсы"],
            "Не меньше 50\u00a0% заявленных людей по каждой из школ с низкими результатами: педагоги направлены на курсы",
        ),
    ],
)  # fmt: skip
def test_a_predicate_is_said_in_one_sentence(
    rule: Predicate, titles: list[str], words: str
) -> None:
    assert in_words(rule, titles) == words


def test_every_set_and_quantifier_of_the_plan_has_words() -> None:
    assert set(MEMBER_WORDS) == set(MEMBER_SETS)
    assert {quantifier.value for quantifier in Quantifier} == set(QUANTIFIERS)
    for members, unit, (quantifier, threshold) in itertools.product(
        MEMBER_SETS,
        ("member", "person"),
        ((Quantifier.ALL, None), (Quantifier.AT_LEAST, 1), (Quantifier.SHARE, 1)),
    ):
        said = in_words(predicate(quantifier, threshold, members, unit), ["Сдано"])
        assert said[0].isupper()
        assert said.endswith(": сдано")
        assert "None" not in said
