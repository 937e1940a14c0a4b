"""Reads uploads for people: states in words, what is wrong, what would change, what may be done now and why not."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import Invalid, NotFound
from backend.core.paging import decode_cursor, encode_cursor
from backend.domain.lifecycle.uploads import (
    UPLOAD_STATE_TITLES,
    why_not_cancel,
    why_not_commit,
    why_not_read_again,
    why_not_revert,
)
from backend.domain.scores.rules import RULES
from backend.features.uploads.schemas.findings import (
    DifferenceOut,
    DifferencesOut,
    IssueGroupOut,
    IssueOut,
    IssuesOut,
)
from backend.features.uploads.schemas.reading import ReadingIn, ReadingOut
from backend.features.uploads.schemas.uploads import (
    UploadAction,
    UploadBlockedOut,
    UploadListItemOut,
    UploadOut,
    UploadProgressOut,
    UploadsOut,
)

_AT_WORK = {"queued", "running"}
_NO_UPLOAD = "Такой загрузки нет среди доступных вам."
_COLUMNS = (
    " u.id, u.number, u.kind, u.state, u.strategy, u.auto_commit, u.filename, u.size, u.sha256, u.received_at,"
    " u.screened_at, u.decided_at, u.reverted_at, u.job_id, u.rows_total, u.rows_bad, u.rows_written, u.error,"
    " u.guarded, u.reason, u.revert_reason, u.reading, u.options, u.person_id, u.client_id,"
    " coalesce(p.full_name, c.name) as sent_by, d.full_name as decided_by, r.full_name as reverted_by,"
    " j.state as job_state, j.progress_done, j.progress_total, j.progress_text"
    " from upload u left join person p on p.id = u.person_id left join machine_client c on c.id = u.client_id"
    " left join person d on d.id = u.decided_by left join person r on r.id = u.reverted_by"
    " left join job j on j.id = u.job_id"
)
_ONE = text(f"select {_COLUMNS} where u.id = :id")
_LIST = text(
    f"select {_COLUMNS} where (cast(:state as text) is null or u.state = :state)"
    " and (cast(:number as integer) is null or u.number < :number)"
    " order by u.number desc limit :limit"
)
_ISSUES = text(
    'select i.position, i.severity, i.code, i.file, i.sheet, i.row, i."column", i.header, i.message, i.how_to_fix'
    " from upload_issue i where i.upload_id = :id and i.position > :after"
    " and (cast(:code as text) is null or i.code = :code) order by i.position limit :limit"
)
_KEPT = text("select count(*) from upload_issue where upload_id = :id")
_DIFFERENCES = text(
    "select d.position, d.kind, d.school_id, s.short_name as school_name, d.work_title, d.participant, d.class_name,"
    " d.field, d.old, d.new from upload_difference d join school s on s.id = d.school_id"
    " where d.upload_id = :id and d.position > :after order by d.position limit :limit"
)
_DIFFERENCES_KEPT = text("select count(*) from upload_difference where upload_id = :id")
_FIELD_TITLES = {
    "primary": "Первичный балл",
    "test": "Тестовый балл",
    "mark": "Отметка",
    "journal": "Отметка по журналу",
    "class": "Класс",
    "variant": "Вариант",
}
_ROLE_REFUSALS: dict[UploadAction, tuple[Permission, str]] = {
    "commit": (Permission.COMMIT_UPLOADS, "Принять протокол может директор школы, методист или координатор."),
    "commit_clean_rows": (
        Permission.COMMIT_UPLOADS, "Принять протокол может директор школы, методист или координатор.",
    ),
    "cancel": (Permission.UPLOAD_RESULTS, "Ваша роль не даёт права отменять загрузки."),
    "read_again": (Permission.UPLOAD_RESULTS, "Ваша роль не даёт права менять чтение файла."),
    "map": (Permission.UPLOAD_RESULTS, "Ваша роль не даёт права указывать соответствия."),
    "revert": (Permission.COMMIT_UPLOADS, "Откатить загрузку может директор школы, методист или координатор."),
}  # fmt: skip


async def get_upload(session: AsyncSession, caller: Caller, upload_id: UUID) -> UploadOut:
    """Return one upload as the caller may act on it; raises `NotFound`."""
    row = await _row(session, upload_id)
    tally = _tally(row)
    blocked = _blocked(row, tally, caller)
    names = (
        "id", "number", "kind", "state", "strategy", "auto_commit", "filename", "size", "sha256", "sent_by",
        "received_at", "screened_at", "decided_at", "decided_by", "reverted_at", "reverted_by", "job_id",
        "rows_total", "rows_bad", "rows_written", "error", "guarded", "reason", "revert_reason",
    )  # fmt: skip
    return UploadOut(
        **{name: row[name] for name in names},
        state_title=UPLOAD_STATE_TITLES[row["state"]],
        progress_pct=_percent(row),
        progress_text=row["progress_text"],
        errors=tally["error"],
        warnings=tally["warning"],
        reading=ReadingOut.model_validate(row["reading"]["file"]) if row["reading"] else None,
        choices=_choices(row),
        allowed_actions=[action for action in _ROLE_REFUSALS if action not in blocked],
        blocked_by=[
            UploadBlockedOut(action=action, reason=reason) for action, reason in blocked.items()
        ],
    )


async def get_progress(session: AsyncSession, upload_id: UUID) -> tuple[UploadProgressOut, bool]:
    """Return how far the work on an upload is and whether it goes on (a revert too); raises `NotFound`."""
    row = await _row(session, upload_id)
    progress = UploadProgressOut(
        state=row["state"],
        state_title=UPLOAD_STATE_TITLES[row["state"]],
        progress_done=row["progress_done"],
        progress_total=row["progress_total"],
        progress_pct=_percent(row),
        progress_text=row["progress_text"],
    )
    return progress, row["job_state"] in _AT_WORK


async def list_uploads(
    session: AsyncSession, *, state: str | None, limit: int, cursor: str | None
) -> UploadsOut:
    """Return the uploads the caller may see, newest first."""
    last = _number_cursor(cursor)
    found = await session.execute(_LIST, {"state": state, "number": last, "limit": limit + 1})
    rows = found.mappings().all()
    page = rows[:limit]
    return UploadsOut(
        items=[_list_item(row) for row in page],
        next_cursor=encode_cursor([page[-1]["number"]]) if len(rows) > limit else None,
    )


async def list_upload_issues(
    session: AsyncSession, upload_id: UUID, *, code: str | None, limit: int, cursor: str | None
) -> IssuesOut:
    """Return all groups and one page of issues, errors first; raises `NotFound`."""
    row = await _row(session, upload_id)
    after = _number_cursor(cursor) or 0
    asked = {"id": upload_id, "after": after, "limit": limit + 1, "code": code}
    rows = (await session.execute(_ISSUES, asked)).mappings().all()
    page = rows[:limit]
    groups = row["reading"]["groups"] if row["reading"] else []
    return IssuesOut(
        groups=[IssueGroupOut.model_validate(group) for group in groups],
        items=[
            IssueOut(
                **{name: item[name] for name in item if name != "position"}, title=_rule_title(item)
            )
            for item in page
        ],
        total=sum(group["count"] for group in groups),
        kept=(await session.scalars(_KEPT, {"id": upload_id})).one(),
        next_cursor=encode_cursor([page[-1]["position"]]) if len(rows) > limit else None,
    )


async def list_upload_differences(
    session: AsyncSession, upload_id: UUID, *, limit: int, cursor: str | None
) -> DifferencesOut:
    """Return the cells that would change, as kept when the file was checked; raises `NotFound`."""
    row = await _row(session, upload_id)
    asked = {"id": upload_id, "after": _number_cursor(cursor) or 0, "limit": limit + 1}
    rows = (await session.execute(_DIFFERENCES, asked)).mappings().all()
    page = rows[:limit]
    return DifferencesOut(
        items=[
            DifferenceOut(
                **{name: item[name] for name in item if name != "position"},
                field_title=_field_title(item["field"]),
            )
            for item in page
        ],
        total=(row["reading"] or {}).get("differences_total", 0),
        kept=(await session.scalars(_DIFFERENCES_KEPT, {"id": upload_id})).one(),
        next_cursor=encode_cursor([page[-1]["position"]]) if len(rows) > limit else None,
    )


async def _row(session: AsyncSession, upload_id: UUID) -> RowMapping:
    row = (await session.execute(_ONE, {"id": upload_id})).mappings().first()
    if row is None:
        raise NotFound(_NO_UPLOAD)
    return row


def _choices(row: RowMapping) -> ReadingIn:
    """What else stands among the options (the kind of a correction) is no choice of a person."""
    known = {
        name: row["options"][name] for name in ReadingIn.model_fields if name in row["options"]
    }
    return ReadingIn.model_validate(known)


def _rule_title(item: RowMapping) -> str:
    """A rule may have left the catalogue since the file was checked; its issues stay readable."""
    rule = RULES.get(item["code"])
    return rule.title if rule else item["message"]


def _field_title(name: str | None) -> str | None:
    if name is None:
        return None
    return _FIELD_TITLES.get(name) or f"Задание {name.removeprefix('task ')}"


def _percent(row: RowMapping) -> int | None:
    if row["job_state"] not in _AT_WORK or not row["progress_total"]:
        return None
    return int(100 * row["progress_done"] / row["progress_total"])


def _tally(row: RowMapping) -> dict[str, int]:
    tally = {"error": 0, "warning": 0}
    for group in (row["reading"] or {}).get("groups", []):
        tally[group["severity"]] += group["count"]
    return tally


def _blocked(row: RowMapping, tally: dict[str, int], caller: Caller) -> dict[UploadAction, str]:
    """Return why each action is not possible now; an action that is not there is allowed."""
    state = row["state"]
    facts: dict[str, Any] = {
        "errors": tally["error"],
        "questions": (row["reading"] or {}).get("questions", 0),
        "forbids_all": (row["reading"] or {}).get("forbids_all", False),
        "guarded": row["guarded"],
        "is_sender": caller.id in {row["person_id"], row["client_id"]},
    }
    partly = why_not_commit(state, **facts, clean_rows_only=True)
    if partly is None and not tally["error"]:
        partly = "В файле нет ошибок: примите его целиком."
    reasons: dict[UploadAction, str | None] = {
        "commit": why_not_commit(state, **facts),
        "commit_clean_rows": partly,
        "cancel": why_not_cancel(state),
        "read_again": why_not_read_again(state, row["kind"]),
        "map": _why_not_map(state, facts),
        "revert": why_not_revert(state),
    }
    for action, (permission, sentence) in _ROLE_REFUSALS.items():
        if reasons[action] is None and permission not in caller.permissions:
            reasons[action] = sentence
    return {action: reason for action, reason in reasons.items() if reason is not None}


def _why_not_map(state: str, facts: dict[str, Any]) -> str | None:
    if state != "screened":
        return "Соответствия указывают, когда файл проверен."
    return None if facts["is_sender"] else "Соответствия указывает тот, кто отправил файл."


def _list_item(row: RowMapping) -> UploadListItemOut:
    file = (row["reading"] or {}).get("file")
    tally = _tally(row)
    return UploadListItemOut(
        **{
            name: row[name]
            for name in ("id", "number", "kind", "state", "filename", "sent_by", "received_at", "rows_total",
                         "guarded", "error")
        },
        state_title=UPLOAD_STATE_TITLES[row["state"]],
        title=_title(file),
        school_names=[s["school_name"] for s in file["schools"] if s["school_name"]][:20]
        if file
        else [],
        errors=tally["error"],
        warnings=tally["warning"],
    )  # fmt: skip


def _title(file: dict[str, Any] | None) -> str | None:
    works = file["works"] if file else []
    if not works:
        return None
    first: str | None = works[0]["title"] or works[0]["subject_name"] or works[0]["subject"]
    return f"{first} и ещё {len(works) - 1}" if first and len(works) > 1 else first


def _number_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    (value,) = decode_cursor(cursor, parts=1)
    if not value.isdecimal() or len(value) > 9:
        message = "Ссылка на продолжение списка повреждена. Откройте список с начала."
        raise Invalid(
            message, errors=[{"pointer": "/cursor", "code": "cursor", "message": message}]
        )
    return int(value)
