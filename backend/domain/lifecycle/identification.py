"""The ways of an identification run and of an appeal against it."""

from types import MappingProxyType

from backend.domain.lifecycle.machine import Machine

RUN = Machine(
    thing="Расчёт",
    transitions=MappingProxyType({"computed": {"publish": "published"}, "published": {}}),
    states=MappingProxyType({"computed": "не открыт школам", "published": "открыт школам"}),
    actions=MappingProxyType({"publish": "открывать его школам"}),
    step_words=MappingProxyType({"publish": "открыт школам"}),
)
APPEAL = Machine(
    thing="Возражение",
    transitions=MappingProxyType(
        {
            "submitted": {
                "take": "under_review",
                "satisfy": "satisfied",
                "reject": "rejected",
                "withdraw": "withdrawn",
            },
            "under_review": {
                "satisfy": "satisfied",
                "reject": "rejected",
                "withdraw": "withdrawn",
            },
            "satisfied": {},
            "rejected": {},
            "withdrawn": {},
        }
    ),
    states=MappingProxyType(
        {
            "submitted": "подано",
            "under_review": "рассматривается",
            "satisfied": "удовлетворено",
            "rejected": "отклонено",
            "withdrawn": "отозвано",
        }
    ),
    actions=MappingProxyType(
        {
            "take": "брать его на рассмотрение",
            "satisfy": "удовлетворять его",
            "reject": "отклонять его",
            "withdraw": "отзывать его",
        }
    ),
    step_words=MappingProxyType(
        {
            "take": "взято на рассмотрение",
            "satisfy": "удовлетворено",
            "reject": "отклонено",
            "withdraw": "отозвано школой",
        }
    ),
    reasoned=frozenset({"satisfy", "reject"}),
)
APPEAL_SIDES = MappingProxyType(
    {"take": "office", "satisfy": "office", "reject": "office", "withdraw": "school"}
)
"""Who makes a step: the office judges, the school may take its own words back."""
OPEN_APPEALS = frozenset({"submitted", "under_review"})
_WHOSE = {
    "office": "Возражение рассматривает управление, не сама школа.",
    "school": "Отозвать возражение может школа, которая его подала.",
}


def why_not_appeal_step(state: str, action: str, *, sides: frozenset[str]) -> str | None:
    """Return why a step of an appeal is not possible for somebody on these sides of the school; None = it is."""
    refusal = APPEAL.why_not(state, action)
    if refusal is not None:
        return refusal
    needed = APPEAL_SIDES[action]
    if needed not in sides or (needed == "office" and "school" in sides):
        return _WHOSE[needed]
    return None


def why_not_appeal(run_state: str, *, has_open: bool, is_of_school: bool) -> str | None:
    """Return why a school cannot object to a run now; None = it can."""
    if not is_of_school:
        return "Возражение подаёт сама школа."
    if run_state != "published":
        return "Расчёт ещё не открыт школам."
    if has_open:
        return "Возражение уже подано и не рассмотрено: дождитесь ответа или отзовите его."
    return None


DECISION_TITLES = MappingProxyType(
    {
        "listed": "включена в перечень",
        "monitored": "под наблюдением",
        "not_listed": "не включена в перечень",
    }
)
DECISION_STATUSES = MappingProxyType(
    {"listed": "low_results", "monitored": "at_risk", "not_listed": "none"}
)
"""What a decision makes of the school's status of the academic year."""


def why_not_decision(
    decision: str, zone: str, *, rule_status: str, rule_zone: str | None, reason: str | None
) -> tuple[str, str] | None:
    """Return the field and the sentence of what is wrong with a decision; None = it can be made.

    Whoever decides otherwise than the rule says why; a school in the list is not in the green zone.
    """
    if decision == "listed" and zone == "green":
        return "zone", "Школа из перечня не может быть в зелёной зоне."
    if decision == "not_listed" and zone == "red":
        return "zone", "Школа красной зоны должна быть в перечне или под наблюдением."
    agrees = DECISION_STATUSES[decision] == rule_status and zone == rule_zone
    if not agrees and not reason:
        return "reason", "Решение отличается от расчёта по правилу: напишите почему."
    return None
