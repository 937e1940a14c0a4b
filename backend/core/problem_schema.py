"""The wire shape of every error and the Russian words for what pydantic finds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

PROBLEM_TYPE = "application/problem+json"
Violation = dict[str, Any]


class Violated(BaseModel):
    """One place that is wrong: JSON pointer, stable code, Russian message."""

    pointer: str
    code: str
    message: str


class ProblemOut(BaseModel):
    """RFC 9457 body of every error; `type` is stable, `detail` is for people, in Russian."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    correlation_id: str
    errors: list[Violated]


_WORDS = {
    "missing": "обязательное поле не заполнено",
    "extra_forbidden": "лишнее поле",
    "string_too_short": "слишком короткое значение",
    "string_too_long": "слишком длинное значение",
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "bool_parsing": "нужно «true» или «false»",
    "uuid_parsing": "нужен идентификатор вида 0190c1c4-…",
    "date_from_datetime_parsing": "нужна дата вида 2021-03-17",
    "date_parsing": "нужна дата вида 2021-03-17",
    "datetime_parsing": "нужны дата и время вида 2021-03-17T09:40:00+04:00",
    "datetime_from_date_parsing": "нужны дата и время вида 2021-03-17T09:40:00+04:00",
    "datetime_object_invalid": "нужны дата и время вида 2021-03-17T09:40:00+04:00",
    "timezone_aware": "укажите часовой пояс: 2021-03-17T09:40:00+04:00",
    "model_attributes_type": "нужен объект JSON с заголовком Content-Type: application/json",
    "dict_type": "нужен объект JSON",
    "list_type": "нужен список",
    "string_type": "нужна строка",
    "string_unicode": "строка не в кодировке UTF-8",
    "json_invalid": "тело запроса не разбирается как JSON",
    "string_pattern_mismatch": "значение не того вида",
}


def problem_body(
    *,
    slug: str,
    title: str,
    status: int,
    detail: str,
    instance: str,
    correlation_id: str,
    errors: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the body of one error answer."""
    return {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": instance,
        "correlation_id": correlation_id,
        "errors": list(errors),
    }


def violations(found: Sequence[Any]) -> list[Violation]:
    """Turn pydantic's findings into pointer, code and Russian message; the values are never echoed."""
    return [
        {
            "pointer": "".join("/" + _escaped(part) for part in _place(item)),
            "code": item["type"],
            "message": f"«{_place(item)[-1]}»: {_sentence(item)}"
            if _place(item)
            else _sentence(item).capitalize(),
        }
        for item in found
    ]


def _escaped(part: object) -> str:
    """Write one step of a JSON pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")


def _place(item: Any) -> tuple[Any, ...]:
    """Return the path below path, query or body; a body that is no JSON has no places inside."""
    return () if item["type"] == "json_invalid" else tuple(item["loc"][1:])


def _sentence(item: Mapping[str, Any]) -> str:
    context = item.get("ctx") or {}
    match item["type"]:
        case "greater_than_equal":
            return f"нужно значение не меньше {context['ge']}"
        case "less_than_equal":
            return f"нужно значение не больше {context['le']}"
        case "enum" | "literal_error":
            return f"допустимые значения: {context['expected']}".replace(" or ", " или ")
        case "value_error":
            said = str(context.get("error", ""))
            # Our own validators speak Russian; what a library says is not for users.
            return said if re.search("[а-яё]", said, re.IGNORECASE) else "недопустимое значение"
        case kind:
            return _WORDS.get(kind, "недопустимое значение")
