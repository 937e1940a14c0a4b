"""Expected refusals. Each becomes `application/problem+json` (RFC 9457) with a stable `type` and Russian text."""

from collections.abc import Mapping, Sequence
from typing import Any


class Problem(Exception):
    """A refusal to be told to the client in its own words; not a fault of ours."""

    status = 400
    slug = "bad-request"
    title = "Запрос не принят"

    def __init__(
        self,
        detail: str,
        *,
        slug: str | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.slug = slug or type(self).slug
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        """What this kind of problem says beyond the common members (RFC 9457, 3.2); JSON-ready."""


class Unauthenticated(Problem):
    status = 401
    slug = "unauthenticated"
    title = "Нужно войти"


class Forbidden(Problem):
    status = 403
    slug = "forbidden"
    title = "Нет прав на это действие"


class NotFound(Problem):
    """Nonexistent and foreign look the same on purpose (security.md Z4)."""

    status = 404
    slug = "not-found"
    title = "Не найдено"


class Conflict(Problem):
    status = 409
    slug = "conflict"
    title = "Действие сейчас невозможно"


def refuse_if(reason: str | None) -> None:
    """Raise the refusal of a transition when a rule gave a reason."""
    if reason is not None:
        raise Conflict(reason, slug="transition-not-allowed")


class TooLarge(Problem):
    status = 413
    slug = "too-large"
    title = "Слишком большой запрос"


class UnsupportedMedia(Problem):
    status = 415
    slug = "unsupported-media-type"
    title = "Такое тело запроса не принимаем"


class Invalid(Problem):
    status = 422
    slug = "validation"
    title = "Проверьте данные"


def wrong_field(field: str, message: str, *, code: str = "value") -> Invalid:
    """Return the refusal of one field: the same sentence on top and at the field."""
    return Invalid(message, errors=[{"pointer": f"/{field}", "code": code, "message": message}])


class UnknownParameter(Problem):
    status = 400
    slug = "unknown-parameter"
    title = "Неизвестный параметр запроса"


class TooManyRequests(Problem):
    status = 429
    slug = "rate-limited"
    title = "Слишком много попыток"


class Unavailable(Problem):
    status = 503
    slug = "unavailable"
    title = "Сервис временно недоступен"


class RecordedRefusal(Exception):
    """A refusal that leaves a trace: its transaction is committed (a failed log-in is counted)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
