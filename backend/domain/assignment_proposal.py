"""Who suits a school as its curator or mentor: an order of candidates, every place in it explained in words.

Distances are not known: only municipalities are compared, and the words say no more than that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.domain.wording import count, plural


@dataclass(frozen=True, slots=True)
class ProposalWeights:
    """Points of each reason, and the number of schools above which a person is overloaded."""

    schools_per_person: int
    weak_subject_share: float
    free_place: int
    over_limit: int
    same_municipality: int
    weak_subject: int
    high_factor: int


@dataclass(frozen=True, slots=True)
class WeakSubject:
    """A subject with `failed` of `total` participants below the threshold."""

    name: str
    failed: int
    total: int


@dataclass(frozen=True, slots=True)
class SchoolNeeds:
    """What a school needs: weak subjects and factors of high significance by code."""

    municipality: str
    weak_subjects: Mapping[str, WeakSubject]
    high_factors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person on the asked day. `conflict` = the reason he has declared; `obstacles` = further reasons against."""

    key: str
    name: str
    load: int
    municipality: str | None
    is_of_school: bool
    conflict: str | None
    subjects: frozenset[str]
    factors: frozenset[str]
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the explanation: it speaks for the person, against him, or is merely said."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate with his place in the order: the first is the best, excluded ones stand last."""

    key: str
    is_possible: bool
    score: int
    reasons: tuple[Reason, ...]


def weights_of(data: Mapping[str, object]) -> ProposalWeights:
    """Return the weights written in the data file; raises `TypeError` when one is missing or unknown."""
    points = data["weights"]
    if not isinstance(points, Mapping):
        raise TypeError("weights of the proposal are not a mapping")
    limit, share = data["schools_per_person"], data["weak_subject_share"]
    if not isinstance(limit, int) or not isinstance(share, float):
        raise TypeError("the limit of schools is whole, the share of a weak subject a fraction")
    return ProposalWeights(schools_per_person=limit, weak_subject_share=share, **points)


def load_warning(load: int, limit: int) -> str | None:
    """Return the warning about a person with more schools than the limit."""
    if load <= limit:
        return None
    return f"Ведёт {_schools(load)} при норме не больше {limit}: передайте часть школ другому."


def propose(
    candidates: Sequence[Candidate], needs: SchoolNeeds, weights: ProposalWeights
) -> list[Proposal]:
    """Return all candidates, the best first; equals stand by name, those who must not be appointed last."""
    judged = [(candidate, _judge(candidate, needs, weights)) for candidate in candidates]
    judged.sort(key=lambda pair: _place(*pair))
    return [proposal for _, proposal in judged]


def _schools(load: int) -> str:
    """Return «1 школу», as after «ведёт»."""
    return count(load, "школу", "школы", "школ")


def _place(candidate: Candidate, proposal: Proposal) -> tuple[bool, int, int, str, str]:
    name = candidate.name.lower().replace("ё", "е")
    score = proposal.score if proposal.is_possible else 0
    load = candidate.load if proposal.is_possible else 0
    return not proposal.is_possible, -score, load, name, candidate.key


def _judge(candidate: Candidate, needs: SchoolNeeds, weights: ProposalWeights) -> Proposal:
    against = [Reason("against", f"Нельзя: {text}") for text in _obstacles(candidate)]
    score = 0
    reasons = []
    for points, reason in _scored(candidate, needs, weights):
        score += points
        reasons.append(reason)
    return Proposal(candidate.key, not against, score, (*against, *reasons))


def _obstacles(candidate: Candidate) -> list[str]:
    found = []
    if candidate.is_of_school:
        found.append("работает в этой школе.")
    if candidate.conflict is not None:
        found.append(f"заявлен конфликт интересов: {candidate.conflict.rstrip('.')}.")
    return [*found, *candidate.obstacles]


def _scored(
    candidate: Candidate, needs: SchoolNeeds, weights: ProposalWeights
) -> list[tuple[int, Reason]]:
    found = [_load(candidate.load, weights), _place_of_work(candidate, needs, weights)]
    for code, subject in sorted(needs.weak_subjects.items()):
        if code in candidate.subjects:
            verb = plural(subject.failed, "не преодолел", "не преодолели", "не преодолели")
            text = (
                f"Знает предмет «{subject.name}»: в школе {subject.failed} из {subject.total}"
                f" {verb} порог."
            )
            found.append((weights.weak_subject, Reason("for", text)))
    for code, factor in sorted(needs.high_factors.items()):
        if code in candidate.factors:
            text = f"Работал с риском «{factor}»: в школе он высокий."
            found.append((weights.high_factor, Reason("for", text)))
    if (needs.weak_subjects or needs.high_factors) and len(found) == 2:
        text = (
            "По слабым предметам и высоким рискам школы опыт не отмечен."
            if candidate.subjects or candidate.factors
            else "Компетенции не указаны: сравнить с нуждами школы нельзя."
        )
        found.append((0, Reason("plain", text)))
    return found


def _load(load: int, weights: ProposalWeights) -> tuple[int, Reason]:
    limit = weights.schools_per_person
    if load < limit:
        words = f"Ведёт {_schools(load)} из {limit}." if load else "Школ пока не ведёт."
        return weights.free_place * (limit - load), Reason("for", words)
    text = f"Уже ведёт {_schools(load)}: с этой будет больше {limit}."
    return weights.over_limit * (load - limit + 1), Reason("warning", text)


def _place_of_work(
    candidate: Candidate, needs: SchoolNeeds, weights: ProposalWeights
) -> tuple[int, Reason]:
    if candidate.municipality is None:
        return 0, Reason("plain", "Муниципалитет не указан: далеко ли школа, неизвестно.")
    if candidate.municipality == needs.municipality:
        text = f"Тот же муниципалитет, {needs.municipality}; точное расстояние неизвестно."
        return weights.same_municipality, Reason("for", text)
    text = f"Другой муниципалитет, {candidate.municipality}; расстояние до школы неизвестно."
    return 0, Reason("plain", text)
