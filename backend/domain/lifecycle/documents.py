"""The way of a document of a school: written, submitted, reviewed, approved, placed, put away."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

DOCUMENT_TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "draft": {"add_version": "draft", "submit": "submitted", "archive": "archived"},
        "submitted": {
            "withdraw": "draft",
            "start_review": "under_review",
            "return": "returned",
            "approve": "approved",
        },
        "under_review": {"return": "returned", "approve": "approved"},
        "returned": {"add_version": "draft", "archive": "archived"},
        # A new version after approval is a new round; what was approved stays known.
        "approved": {"add_version": "draft", "publish": "published", "archive": "archived"},
        "published": {"add_version": "draft", "archive": "archived"},
        "archived": {"restore": "draft"},
    }
)
SCHOOL_ACTIONS = ("add_version", "submit", "withdraw", "publish", "archive", "restore")
REVIEW_ACTIONS = ("start_review", "return", "approve")
DOCUMENT_STATE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "draft": "черновик",
        "submitted": "отправлен, ждёт рассмотрения",
        "under_review": "на рассмотрении",
        "returned": "возвращён с замечаниями",
        "approved": "утверждён",
        "published": "утверждён и размещён",
        "archived": "в архиве",
    }
)
DOCUMENT_STEP_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "add_version": "добавлена версия",
        "submit": "отправлен на рассмотрение",
        "withdraw": "отозван",
        "start_review": "взят на рассмотрение",
        "return": "возвращён с замечаниями",
        "approve": "утверждён",
        "publish": "размещён",
        "archive": "убран в архив",
        "restore": "возвращён из архива",
        "review": "рассмотрен",
    }
)
_REFUSALS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "add_version": {
            "submitted": "Документ ждёт рассмотрения. Чтобы заменить файл, сначала отзовите его.",
            "under_review": "Документ на рассмотрении: дождитесь решения.",
            "archived": "Документ в архиве: сначала верните его.",
        },
        "submit": {
            "submitted": "Документ уже отправлен.",
            "under_review": "Документ уже на рассмотрении.",
            "returned": "Документ возвращён: добавьте исправленную версию.",
            "approved": "Документ уже утверждён. Чтобы изменить его, добавьте новую версию.",
            "published": "Документ уже утверждён. Чтобы изменить его, добавьте новую версию.",
            "archived": "Документ в архиве: сначала верните его.",
        },
        "withdraw": {
            "draft": "Документ не отправлен: отзывать нечего.",
            "under_review": "Документ уже рассматривают, отозвать его нельзя.",
        },
        "publish": {
            "published": "Документ уже размещён.",
            "archived": "Документ в архиве: сначала верните его.",
        },
        "archive": {
            "submitted": "Документ ждёт рассмотрения: сначала отзовите его.",
            "under_review": "Документ на рассмотрении: дождитесь решения.",
            "archived": "Документ уже в архиве.",
        },
        "start_review": {
            "draft": "Школа ещё не отправила документ.",
            "under_review": "Документ уже на рассмотрении.",
            "returned": "Документ возвращён: дождитесь исправленной версии.",
            "approved": "Документ уже утверждён.",
            "published": "Документ уже утверждён.",
        },
        "restore": {},
    }
)
_GENERAL: Mapping[str, str] = MappingProxyType(
    {
        "withdraw": "Решение уже принято: отзывать нечего.",
        "publish": "Разместить можно утверждённый документ.",
        "restore": "Документ не в архиве.",
    }
)


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """What beside the state decides.

    `is_last_reviewed`: the last version has its verdict already. `missing`: titles of documents that must be
    approved before.
    """

    has_version: bool = True
    is_last_reviewed: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewerTies:
    """What keeps a person from judging a document."""

    is_of_school: bool = False
    is_uploader: bool = False


def next_document_state(state: str, action: str) -> str | None:
    """Return the state an action leads to, None when it is not allowed now."""
    return DOCUMENT_TRANSITIONS[state].get(action)


def why_not_document(
    state: str,
    action: str,
    standing: DocumentStanding = DocumentStanding(),
    ties: ReviewerTies = ReviewerTies(),
) -> str | None:
    """Return why an action on a document is not possible, None when it is."""
    if action in REVIEW_ACTIONS and (tie := _tie(ties)) is not None:
        return tie
    if next_document_state(state, action) is None:
        refusals = _REFUSALS["start_review" if action in REVIEW_ACTIONS else action]
        return refusals.get(state) or _GENERAL.get(action, "Сейчас это действие невозможно.")
    if action == "submit" and not standing.has_version:
        return "Отправлять нечего: приложите файл."
    if action == "submit" and standing.is_last_reviewed:
        return "Последняя версия уже рассмотрена: добавьте новую."
    if action == "approve" and standing.missing:
        return (
            f"Утвердить нельзя: сначала должны быть утверждены «{'», «'.join(standing.missing)}»."
        )
    return None


def _tie(ties: ReviewerTies) -> str | None:
    if ties.is_of_school:
        return "Вы сотрудник этой школы: рассматривать её документы должен кто-то другой."
    if ties.is_uploader:
        return "Версию этого документа загрузили вы: рассмотреть его должен кто-то другой."
    return None


def why_not_answered(action: str, open_remarks: int) -> str | None:
    """Return why a new version cannot be submitted while remarks of the last return have no answer."""
    if action != "submit" or open_remarks == 0:
        return None
    return "Ответьте на каждое замечание к прошлой версии: что исправлено или почему нет."
