"""Who is proposed to a school: the order, the words, and what no input can break."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.assignment_proposal import (
    Candidate,
    SchoolNeeds,
    WeakSubject,
    load_warning,
    propose,
    weights_of,
)
from backend.seed.sources import DATA

DATA_FILE = yaml.safe_load((DATA / "assignment_proposal.yaml").read_text(encoding="utf-8"))
WEIGHTS = weights_of(DATA_FILE)
NEEDS = SchoolNeeds(
    municipality="Ставропольский",
    weak_subjects={"math": WeakSubject("Математика", 4, 9)},
    high_factors={"low_motivation": "Низкая мотивация"},
)
PLAIN = Candidate("a", "Анна", 0, None, False, None, frozenset(), frozenset())


def words(candidate: Candidate, needs: SchoolNeeds = NEEDS) -> list[str]:
    (proposal,) = propose([candidate], needs, WEIGHTS)
    return [reason.text.replace("\u00a0", " ") for reason in proposal.reasons]


@pytest.mark.parametrize(
    ("candidate", "sentence"),
    [
        (replace(PLAIN, load=1), "Ведёт 1 школу из 3."),
        (PLAIN, "Школ пока не ведёт."),
        (replace(PLAIN, load=3), "Уже ведёт 3 школы: с этой будет больше 3."),
        (
            replace(PLAIN, municipality="Ставропольский"),
            "Тот же муниципалитет, Ставропольский; точное расстояние неизвестно.",
        ),
        (
            replace(PLAIN, municipality="Жигулёвск"),
            "Другой муниципалитет, Жигулёвск; расстояние до школы неизвестно.",
        ),
        (PLAIN, "Муниципалитет не указан: далеко ли школа, неизвестно."),
        (
            replace(PLAIN, subjects=frozenset({"math"})),
            "Знает предмет «Математика»: в школе 4 из 9 не преодолели порог.",
        ),
        (
            replace(PLAIN, factors=frozenset({"low_motivation"})),
            "Работал с риском «Низкая мотивация»: в школе он высокий.",
        ),
        (PLAIN, "Компетенции не указаны: сравнить с нуждами школы нельзя."),
        (
            replace(PLAIN, subjects=frozenset({"physics"})),
            "По слабым предметам и высоким рискам школы опыт не отмечен.",
        ),
        (replace(PLAIN, is_of_school=True), "Нельзя: работает в этой школе."),
        (
            replace(PLAIN, conflict="муж директора."),
            "Нельзя: заявлен конфликт интересов: муж директора.",
        ),
    ],
)
def test_every_choice_is_explained(candidate: Candidate, sentence: str) -> None:
    assert sentence in words(candidate)


def test_the_order_is_by_fit_then_by_name_and_excluded_ones_stand_last() -> None:
    expert = replace(PLAIN, key="e", name="Яна", load=1, subjects=frozenset({"math"}))
    neighbour = replace(PLAIN, key="n", name="Борис", municipality="Ставропольский")
    same_name = [replace(PLAIN, key=key, name="Ёлкин") for key in "yx"]
    before = replace(PLAIN, key="d", name="Елкин А")
    own = replace(
        neighbour, key="o", name="Аввакум", is_of_school=True, subjects=frozenset({"math"})
    )
    full = replace(PLAIN, key="f", name="Ада", load=4)
    found = propose([own, full, *same_name, before, expert, neighbour], NEEDS, WEIGHTS)
    assert [p.key for p in found] == ["n", "x", "y", "d", "e", "f", "o"]
    assert [p.is_possible for p in found] == [True] * 6 + [False]


def test_the_warning_is_above_the_limit_only() -> None:
    assert load_warning(3, 3) is None
    assert load_warning(4, 3) is not None


@pytest.mark.parametrize("broken", [{"weights": {}}, {"weights": 1}, {"schools_per_person": "3"}])
def test_a_broken_data_file_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        weights_of(DATA_FILE | broken)


def test_the_data_file_says_where_its_weights_are_from() -> None:
    assert DATA_FILE["source"]
    assert DATA_FILE["confidence"] in {"low", "medium", "high"}


candidates = st.lists(
    st.builds(
        Candidate,
        key=st.uuids().map(str),
        name=st.sampled_from(("Ёлкин", "Елкин", "Анна", "Я")),
        load=st.integers(0, 9),
        municipality=st.sampled_from((None, "Ставропольский", "Жигулёвск")),
        is_of_school=st.booleans(),
        conflict=st.sampled_from((None, "родство")),
        subjects=st.frozensets(st.sampled_from(("math", "physics"))),
        factors=st.frozensets(st.sampled_from(("low_motivation", "poor_equipment"))),
    ),
    max_size=8,
    unique_by=lambda c: c.key,
)


@given(candidates, st.randoms())
def test_the_order_does_not_depend_on_the_order_of_asking(
    found: list[Candidate], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(found, NEEDS, WEIGHTS) == propose(shuffled, NEEDS, WEIGHTS)


@given(candidates)
def test_nobody_is_lost_and_whoever_must_not_be_appointed_is_never_above_one_who_may(
    found: list[Candidate],
) -> None:
    order = propose(found, NEEDS, WEIGHTS)
    by_key = {c.key: c for c in found}
    assert sorted(p.key for p in order) == sorted(by_key)
    possible = [p.is_possible for p in order]
    assert possible == sorted(possible, reverse=True)
    for proposal in order:
        candidate = by_key[proposal.key]
        assert proposal.is_possible == (not candidate.is_of_school and candidate.conflict is None)
        assert proposal.reasons


@given(candidates.filter(bool))
def test_one_school_more_never_raises_a_person(found: list[Candidate]) -> None:
    def place(people: list[Candidate]) -> int:
        return [p.key for p in propose(people, NEEDS, WEIGHTS)].index(found[0].key)

    heavier = [replace(found[0], load=found[0].load + 1), *found[1:]]
    assert place(heavier) >= place(found)
