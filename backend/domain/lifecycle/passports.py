"""The way of a passport of a diagnostic work: written, approved by another; a change makes it a draft again."""

from types import MappingProxyType

from backend.domain.lifecycle.machine import Machine

PASSPORT = Machine(
    thing="Паспорт",
    transitions=MappingProxyType(
        {
            "draft": {"save": "draft", "approve": "approved"},
            "approved": {"save": "draft"},
        }
    ),
    states=MappingProxyType({"draft": "черновик", "approved": "утверждён"}),
    actions=MappingProxyType({"save": "менять его", "approve": "утверждать его"}),
    step_words=MappingProxyType({"save": "изменён", "approve": "утверждён"}),
)


def why_not_approve(state: str, *, is_author: bool) -> str | None:
    """Return why a person cannot approve a passport now; None = he can."""
    refusal = PASSPORT.why_not(state, "approve")
    if refusal is None and is_author:
        return "Паспорт утверждает другой человек: автор свою работу не утверждает."
    return refusal


def why_not_bands_of_passport(lowest: tuple[int, int, int] | None, maximum: int) -> str | None:
    """Return what is wrong with the lowest scores of «3», «4», «5» of a work; None = nothing, or no bands at all."""
    if lowest is None or 0 < lowest[0] < lowest[1] < lowest[2] <= maximum:
        return None
    if lowest[2] > maximum:
        return f"«5» начинается с {lowest[2]}, а сумма баллов заданий {maximum}."
    return "Границы должны расти: «3» меньше «4», «4» меньше «5», и начинаться с 1."
