"""Reads uploads and their issues for people: states in words, what may be done now and why not."""

from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.core.errors import Invalid, NotFound
from backend.core.paging import decode_cursor, encode_cursor
from backend.domain.lifecycle.uploads import UPLOAD_STATE_TITLES, why_not_cancel, why_not_commit
from backend.domain.score_issues import RULES
from backend.features.assessments.schemas import (
    IssueGroupOut,
    IssueOut,
    IssuesOut,
    ReadingOut,
    UploadAction,
    UploadBlockedOut,
    UploadListItemOut,
    UploadOut,
    UploadsOut,
)

_NO_UPLOAD = "Такой загрузки нет среди доступных вам."
_COLUMNS = (
    " u.id, u.number, u.state, u.filename, u.size, u.sha256, u.received_at, u.screened_at, u.decided_at,"
    " u.job_id, u.rows_total, u.rows_bad, u.error, u.reading,"
    " coalesce(p.full_name, c.name) as sent_by"
    " from upload u left join person p on p.id = u.person_id left join machine_client c on c.id = u.client_id"
)
_ONE = text(f"select {_COLUMNS} where u.id = :id")
_LIST = text(
    f"select {_COLUMNS} where (cast(:state as text) is null or u.state = :state)"
    " and (cast(:number as integer) is null or u.number < :number)"
    " order by u.number desc limit :limit"
)
_ISSUES = text(
    'select i.position, i.severity, i.code, i.row, i."column", i.header, i.message, i.how_to_fix'
    " from upload_issue i where i.upload_id = :id and i.position > :after order by i.position limit :limit"
)
_KEPT = text("select count(*) from upload_issue where upload_id = :id")


async def get_upload(session: AsyncSession, caller: Caller, upload_id: UUID) -> UploadOut:
    """Return one upload as the caller may act on it; raises `NotFound`."""
    row = await _row(session, upload_id)
    tally = _tally(row)
    blocked = _blocked(row["state"], tally["error"], caller)
    actions: tuple[UploadAction, ...] = ("commit", "cancel")
    return UploadOut(
        id=row["id"],
        number=row["number"],
        state=row["state"],
        state_title=UPLOAD_STATE_TITLES[row["state"]],
        filename=row["filename"],
        size=row["size"],
        sha256=row["sha256"],
        sent_by=row["sent_by"],
        received_at=row["received_at"],
        screened_at=row["screened_at"],
        decided_at=row["decided_at"],
        job_id=row["job_id"],
        rows_total=row["rows_total"],
        rows_bad=row["rows_bad"],
        errors=tally["error"],
        warnings=tally["warning"],
        error=row["error"],
        reading=ReadingOut.model_validate(row["reading"]["file"]) if row["reading"] else None,
        allowed_actions=[action for action in actions if action not in blocked],
        blocked_by=[
            UploadBlockedOut(action=action, reason=reason) for action, reason in blocked.items()
        ],
    )


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
    session: AsyncSession, upload_id: UUID, *, limit: int, cursor: str | None
) -> IssuesOut:
    """Return all groups and one page of issues, errors first; raises `NotFound`."""
    row = await _row(session, upload_id)
    after = _number_cursor(cursor) or 0
    found = await session.execute(_ISSUES, {"id": upload_id, "after": after, "limit": limit + 1})
    rows = found.mappings().all()
    page = rows[:limit]
    groups = row["reading"]["groups"] if row["reading"] else []
    return IssuesOut(
        groups=[IssueGroupOut.model_validate(group) for group in groups],
        items=[
            IssueOut(
                code=item["code"],
                severity=item["severity"],
                title=_rule_title(item),
                row=item["row"],
                column=item["column"],
                header=item["header"],
                message=item["message"],
                how_to_fix=item["how_to_fix"],
            )
            for item in page
        ],
        total=sum(group["count"] for group in groups),
        kept=(await session.scalars(_KEPT, {"id": upload_id})).one(),
        next_cursor=encode_cursor([page[-1]["position"]]) if len(rows) > limit else None,
    )


async def _row(session: AsyncSession, upload_id: UUID) -> RowMapping:
    row = (await session.execute(_ONE, {"id": upload_id})).mappings().first()
    if row is None:
        raise NotFound(_NO_UPLOAD)
    return row


def _rule_title(item: RowMapping) -> str:
    """A rule may have left the catalogue since the file was checked; its issues stay readable."""
    rule = RULES.get(item["code"])
    return rule.title if rule else item["message"]


def _tally(row: RowMapping) -> dict[str, int]:
    tally = {"error": 0, "warning": 0}
    for group in (row["reading"] or {}).get("groups", []):
        tally[group["severity"]] += group["count"]
    return tally


def _blocked(state: str, errors: int, caller: Caller) -> dict[UploadAction, str]:
    """Return why each action is not possible now; an action that is not there is allowed."""
    reasons: dict[UploadAction, str | None] = {
        "commit": why_not_commit(state, errors=errors),
        "cancel": why_not_cancel(state),
    }
    if reasons["commit"] is None and Permission.COMMIT_UPLOADS not in caller.permissions:
        reasons["commit"] = "Принять протокол может директор школы, методист или координатор."
    if reasons["cancel"] is None and Permission.UPLOAD_RESULTS not in caller.permissions:
        reasons["cancel"] = "Ваша роль не даёт права отменять загрузки."
    return {action: reason for action, reason in reasons.items() if reason is not None}


def _list_item(row: RowMapping) -> UploadListItemOut:
    file = (row["reading"] or {}).get("file")
    tally = _tally(row)
    return UploadListItemOut(
        id=row["id"],
        number=row["number"],
        state=row["state"],
        state_title=UPLOAD_STATE_TITLES[row["state"]],
        filename=row["filename"],
        sent_by=row["sent_by"],
        received_at=row["received_at"],
        title=file["work"]["title"] if file else None,
        school_names=[s["school_name"] for s in file["schools"] if s["school_name"]]
        if file
        else [],
        rows_total=row["rows_total"],
        errors=tally["error"],
        warnings=tally["warning"],
        error=row["error"],
    )


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
