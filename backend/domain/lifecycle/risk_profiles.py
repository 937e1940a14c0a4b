"""The way of a risk profile: formed, verified factor by factor, signed by two sides, locked, opened again."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

PROFILE_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # `state_levels`: a party writes its view. `form`: the levels of the survey have come. `sign`: the first of
        # two signatures; `complete`: the second one.
        "awaited": {"state_levels": "awaited", "form": "formed", "self_assess": "awaited"},
        "formed": {
            "state_levels": "formed",
            "form": "formed",
            "self_assess": "formed",
            "verify": "verification",
        },
        "verification": {
            "state_levels": "verification",
            "form": "verification",
            "self_assess": "verification",
            "verify": "verification",
            "sign": "verification",
            "complete": "verified",
        },
        "verified": {"self_assess": "verified", "lock": "locked", "reopen": "verification"},
        "locked": {"reopen": "verification"},
    }
)
PROFILE_STATE_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "awaited": "ждёт анкетирования",
        "formed": "сформирован",
        "verification": "на верификации",
        "verified": "верифицирован",
        "locked": "закрыт",
    }
)
PROFILE_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "state_levels": "изменены уровни",
        "form": "получены уровни анкеты",
        "self_assess": "школа отправила самооценку",
        "verify": "записаны решения куратора",
        "sign": "поставлена подпись",
        "complete": "поставлена вторая подпись, профиль верифицирован",
        "drop_signatures": "подписи сняты: профиль изменён после подписания",
        "lock": "закрыт",
        "reopen": "открыт снова, подписи сняты",
    }
)
_SETTLED = {
    "verified": "Профиль верифицирован двумя подписями. Чтобы изменить его, попросите координатора открыть снова.",
    "locked": "Профиль закрыт. Чтобы изменить его, попросите координатора открыть снова.",
}
_NOT_FORMED = "Профиль ещё не сформирован: нет уровней анкеты."
_REFUSALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "state_levels": _SETTLED,
        "form": _SETTLED,
        "self_assess": {"locked": "Профиль закрыт: самооценку уже не принимают."},
        "verify": _SETTLED | {"awaited": _NOT_FORMED},
        "sign": {
            "awaited": _NOT_FORMED,
            "formed": "Подписывать нечего: решений куратора ещё нет.",
            "verified": "Профиль уже подписан обеими сторонами.",
            "locked": "Профиль уже подписан обеими сторонами и закрыт.",
        },
        "lock": {
            "awaited": "Закрыть можно только верифицированный профиль.",
            "formed": "Закрыть можно только верифицированный профиль.",
            "verification": "Закрыть можно только верифицированный профиль: нужны обе подписи.",
            "locked": "Профиль уже закрыт.",
        },
        "reopen": {
            "awaited": "Открывать нечего: профиль не верифицирован.",
            "formed": "Открывать нечего: профиль не верифицирован.",
            "verification": "Профиль и так открыт: он на верификации.",
        },
    }
)
_LACKS: Mapping[str, str] = MappingProxyType(
    {"sign": "Подписать пока нельзя", "self_assess": "Отправить пока нельзя"}
)


def next_profile_state(state: str, action: str) -> str | None:
    """Return the state an action leads a profile to, None when it is not allowed now."""
    return PROFILE_TRANSITIONS[state].get(action)


def why_not_profile(
    state: str,
    action: str,
    *,
    missing: Sequence[str] = (),
    has_signed: bool = False,
    is_of_school: bool = False,
    submitted_words: str | None = None,
) -> str | None:
    """Return why an action on a profile is not possible, None when it is.

    `missing`: what the profile still lacks for a signature or for the self-assessment, in words. `has_signed`: this
    person or this side has signed already. `is_of_school`: who acts from outside belongs to the school.
    `submitted_words`: when the school has submitted its view already.
    """
    if next_profile_state(state, action) is None:
        return _REFUSALS[action][state]
    if is_of_school and action in {"verify", "sign"}:
        return "Вы работаете в этой школе: верифицировать её профиль должен куратор со стороны."
    if action == "self_assess" and submitted_words is not None:
        return f"Самооценка уже отправлена {submitted_words}."
    if action == "sign" and has_signed:
        return "Ваша подпись уже стоит: вторую ставит другая сторона."
    return f"{_LACKS[action]}, не хватает: {'; '.join(missing)}." if missing else None
