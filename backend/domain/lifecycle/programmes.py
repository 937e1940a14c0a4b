"""The way of an anti-risk programme and of its measures (domain.md 10.2): accepted as a whole, confirmed one by one."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

from backend.domain.lifecycle.machine import Machine

PROGRAMME = Machine(
    thing="Программа",
    transitions=MappingProxyType(
        {
            "draft": {"save": "draft", "submit": "submitted"},
            "submitted": {"return": "returned", "accept": "accepted"},
            "returned": {"save": "returned", "submit": "submitted"},
            "accepted": {"return": "returned"},
        }
    ),
    states=MappingProxyType(
        {
            "draft": "черновик",
            "submitted": "сдана, ждёт проверки",
            "returned": "на доработке",
            "accepted": "принята",
        }
    ),
    actions=MappingProxyType(
        {
            "save": "менять её",
            "submit": "сдавать её",
            "return": "возвращать её",
            "accept": "принимать её",
        }
    ),
    step_words=MappingProxyType(
        {
            "save": "изменена",
            "submit": "сдана на проверку",
            "return": "возвращена на доработку",
            "accept": "принята",
            "evidence": "мера выполнена, приложено подтверждение",
            "confirm": "мера подтверждена",
            "send_back": "подтверждение меры возвращено",
        }
    ),
    reasoned=frozenset({"return"}),
)
MEASURE = Machine(
    thing="Мера",
    transitions=MappingProxyType(
        {
            "planned": {"evidence": "submitted"},
            "submitted": {"confirm": "confirmed", "send_back": "returned"},
            "returned": {"evidence": "submitted"},
            "confirmed": {"send_back": "returned"},
        }
    ),
    states=MappingProxyType(
        {
            "planned": "ещё не выполнена",
            "submitted": "выполнена, ждёт подтверждения",
            "returned": "подтверждение возвращено",
            "confirmed": "подтверждена",
        }
    ),
    actions=MappingProxyType(
        {
            "evidence": "прикладывать подтверждение",
            "confirm": "подтверждать её",
            "send_back": "возвращать подтверждение",
        }
    ),
    step_words=PROGRAMME.step_words,
    reasoned=frozenset({"send_back"}),
)


def why_not_decide_programme(
    state: str, action: str, *, is_own: bool, severe: Sequence[str]
) -> str | None:
    """Return why a programme cannot be accepted or returned; `severe`: notes that must be mended first.

    An accepted programme may be returned to be corrected: its executed measures stay as they are, and
    what they show counts again when it is accepted again.
    """
    refusal = PROGRAMME.why_not(state, action)
    if refusal is not None:
        return refusal
    if is_own:
        return "Программу сдали вы или ваша школа: проверить её должен кто-то другой."
    if action == "accept" and severe:
        return f"Принять нельзя: {severe[0]}"
    return None


def why_not_show_measure(
    state: str, *, programme: str, stage: int, opens_on: date | None, today: date
) -> str | None:
    """Return why evidence of a measure is not taken now; `programme`: state of its programme."""
    if programme != "accepted":
        return "Сначала программа должна быть принята."
    refusal = MEASURE.why_not(state, "evidence")
    if refusal is None and opens_on and today < opens_on:
        return (
            f"Подтверждения {stage}-го этапа принимаются с {opens_on:%d.%m.%Y}"
            " или когда подтверждены все меры предыдущего."
        )
    return refusal


def why_not_decide_measure(state: str, action: str, *, is_own: bool) -> str | None:
    """Return why a measure cannot be confirmed or sent back; whoever showed it, or works at the school, does not."""
    refusal = MEASURE.why_not(state, action)
    if refusal is None and is_own:
        return "Подтверждение представили вы или ваша школа: проверить его должен кто-то другой."
    return refusal
