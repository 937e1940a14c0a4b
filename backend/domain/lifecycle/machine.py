"""A state machine as data: what may follow what, and a sentence for what may not."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """`transitions`: state → action → next state. `thing`: «Документ», the subject of every sentence.

    `states`: how a state is called («на проверке»); `actions`: what one does, as an infinitive («утвердить»);
    `step_words`: how a step is told afterwards («утверждён»); `reasoned`: actions that say why.
    """

    thing: str
    transitions: Mapping[str, Mapping[str, str]]
    states: Mapping[str, str]
    actions: Mapping[str, str]
    step_words: Mapping[str, str]
    reasoned: frozenset[str] = frozenset()

    def next(self, state: str, action: str) -> str | None:
        """Return the state an action leads to, None when it is not allowed now."""
        return self.transitions[state].get(action)

    def why_not(self, state: str, action: str) -> str | None:
        """Return why an action is not possible in a state, None when it is."""
        if action in self.transitions[state]:
            return None
        return f"{self.thing}: {self.states[state]}. Сейчас {self.actions[action]} нельзя."
