"""The way of programmes and their measures: ten thousand random ways reach no forbidden state."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from backend.domain.lifecycle.machine import Machine
from backend.domain.lifecycle.programmes import (
    MEASURE,
    PROGRAMME,
    why_not_decide_measure,
    why_not_decide_programme,
    why_not_show_measure,
)

WAYS = 10_000
OPENS = {1: None, 2: date(2021, 9, 1)}
START = date(2021, 3, 1)


def is_sentence(words: str | None) -> bool:
    return (
        words is not None
        and words[0].isupper()
        and words.endswith(".")
        and re.search(r"[A-Za-z_!]", words) is None
    )


def test_every_state_and_action_has_words_and_leads_to_a_known_state() -> None:
    for machine in (PROGRAMME, MEASURE):
        assert set(machine.transitions) == set(machine.states)
        named = {action for moves in machine.transitions.values() for action in moves}
        assert named == set(machine.actions)
        assert named <= set(machine.step_words)
        assert machine.reasoned <= named
        assert {s for moves in machine.transitions.values() for s in moves.values()} <= set(
            machine.states
        )


def test_every_action_in_every_state_is_possible_or_refused_with_a_russian_sentence() -> None:
    for machine in (PROGRAMME, MEASURE):
        for state, action in product(machine.states, machine.actions):
            words = machine.why_not(state, action)
            assert (words is None) == (machine.next(state, action) is not None)
            assert words is None or is_sentence(words), words


class _Way:
    """One programme with three measures; who did the last step is kept beside the state."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.today = START
        self.state = "draft"
        self.submitted_by = ""
        self.accepted_by = ""
        self.severe = random.random() < 0.7
        self.measures: list[list[Any]] = [["planned", "", "", stage] for stage in (1, 1, 2)]
        self.told: Counter[str] = Counter()

    def step(self) -> None:
        self.today += timedelta(days=self.random.choice((0, 1, 20, 60)))
        # The curator of one school may be the head of another: nobody is kept from a role beforehand.
        who = self.random.choice(("head", "deputy", "curator", "office"))
        if self.random.random() < 0.5:
            self._programme(who, self.random.choice(tuple(PROGRAMME.actions)))
        else:
            self._measure(who, self.random.choice(tuple(MEASURE.actions)))

    def _programme(self, who: str, action: str) -> None:
        if action in {"save", "submit"}:
            refusal = PROGRAMME.why_not(self.state, action)
        else:
            refusal = why_not_decide_programme(
                self.state, action, is_own=who == self.submitted_by,
                severe=["Нет ни одной меры."] if self.severe else [],
            )  # fmt: skip
        if self._is_refused(refusal, PROGRAMME, self.state, action):
            return
        became = PROGRAMME.next(self.state, action)
        assert became in PROGRAMME.states
        if action == "save":
            self.severe = self.random.random() < 0.3
        if action == "submit":
            self.submitted_by = who
        if became == "accepted":
            assert self.state == "submitted"
            assert not self.severe
            assert who != self.submitted_by
            self.accepted_by = who
        self.state = str(became)

    def _measure(self, who: str, action: str) -> None:
        measure = self.random.choice(self.measures)
        state, shown_by, _, stage = measure
        opens = OPENS[int(stage)]
        if action == "evidence":
            refusal = why_not_show_measure(
                str(state), programme=self.state, stage=int(stage), opens_on=opens, today=self.today
            )
        else:
            refusal = why_not_decide_measure(str(state), action, is_own=who == shown_by)
        if self._is_refused(refusal, MEASURE, str(state), action):
            return
        became = MEASURE.next(str(state), action)
        assert became in MEASURE.states
        if action == "evidence":
            assert self.state == "accepted", (
                "a measure was carried out without an accepted programme"
            )
            assert opens is None or self.today >= opens
            measure[1] = who
        else:
            assert who != shown_by
        if became == "confirmed":
            assert state == "submitted"
        measure[0] = str(became)

    def _is_refused(self, refusal: str | None, machine: Machine, state: str, action: str) -> bool:
        if refusal is None:
            assert machine.next(state, action) is not None
            self.told[action] += 1
            return False
        assert is_sentence(refusal), refusal
        self.told["refused"] += 1
        return True


def test_no_random_way_reaches_a_forbidden_state() -> None:
    random = Random(15)  # noqa: S311
    told: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for _ in range(WAYS):
        way = _Way(random)
        for _ in range(30):
            way.step()
        told += way.told
        reached[way.state] += 1
        reached.update(f"measure {m[0]}" for m in way.measures)
    # The ways are no empty walk: every action was taken, every state stood at an end.
    assert set(told) == {*PROGRAMME.actions, *MEASURE.actions, "refused"}
    assert set(reached) == {*PROGRAMME.states, *(f"measure {s}" for s in MEASURE.states)}
    assert min(told.values()) > 500, told


def test_refusals_name_what_stands_in_the_way() -> None:
    note = "Мера 1 «Педсовет»: нет срока."
    words = why_not_decide_programme("submitted", "accept", severe=[note], is_own=False)
    assert words == f"Принять нельзя: {note}"
    assert why_not_decide_programme("submitted", "return", severe=[note], is_own=False) is None
    late = why_not_show_measure(
        "planned", programme="accepted", stage=2, opens_on=date(2021, 9, 1), today=date(2021, 8, 31)
    )
    assert late is not None
    assert late.startswith("Подтверждения 2-го этапа принимаются с 01.09.2021 ")
    for opens in (None, date(2021, 9, 1)):
        assert (
            why_not_show_measure(
                "planned", programme="accepted", stage=2, opens_on=opens, today=date(2021, 9, 1)
            )
            is None
        )
