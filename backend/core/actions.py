"""What may be done with an object now, and why the rest may not: the wire shape every card of an object has."""

from collections.abc import Mapping

from pydantic import BaseModel


class BlockedOut(BaseModel):
    """An action that is not possible now, and the reason in Russian."""

    action: str
    reason: str


def possible(refusals: Mapping[str, str | None]) -> tuple[list[str], list[BlockedOut]]:
    """Split actions by their refusals (None = possible) into what is allowed and what is blocked, in their order."""
    allowed = [action for action, refusal in refusals.items() if refusal is None]
    blocked = [
        BlockedOut(action=action, reason=refusal)
        for action, refusal in refusals.items()
        if refusal is not None
    ]
    return allowed, blocked
