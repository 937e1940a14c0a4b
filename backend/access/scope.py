"""Puts the caller into the transaction, so that PostgreSQL shows and takes only the caller's rows."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.permissions import Permission, permissions_of
from backend.access.tokens import Claims

_ENTER = text(
    "select app.enter(:kind, cast(:subject as uuid), cast(:session_id as uuid), :request,"
    " cast(:moment as timestamptz))"
)
_STAGE = text(
    "select set_config('app.stage', 'login', true), set_config('app.request', :request, true),"
    " set_config('app.now', :moment, true)"
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over one unit; all three None = over the whole installation (or by assignment)."""

    role: str
    region_id: UUID | None
    office_id: UUID | None
    school_id: UUID | None


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or a machine on whose behalf one transaction runs."""

    kind: str
    id: UUID
    name: str
    login: str
    session_id: UUID | None
    grants: tuple[Grant, ...]
    permissions: frozenset[Permission]

    @property
    def person_id(self) -> UUID | None:
        return self.id if self.kind == "person" else None

    @property
    def client_id(self) -> UUID | None:
        return self.id if self.kind == "client" else None


async def enter(
    session: AsyncSession, claims: Claims, *, request_id: str, moment: datetime | None
) -> Caller | None:
    """Set the transaction-local context; None when the log-in, person or client is no longer valid.

    Roles are read anew in every transaction: a changed role works from the next request on.
    """
    found: Any = await session.scalar(
        _ENTER,
        {
            "kind": claims.kind,
            "subject": claims.subject,
            "session_id": claims.session_id,
            "request": request_id,
            "moment": moment,
        },
    )
    if found is None:
        return None
    data = json.loads(found) if isinstance(found, str) else found
    grants = tuple(
        Grant(g["role"], _uuid(g["region_id"]), _uuid(g["office_id"]), _uuid(g["school_id"]))
        for g in data["grants"]
    )
    return Caller(
        kind=claims.kind,
        id=claims.subject,
        name=data["name"],
        login=data["login"],
        session_id=claims.session_id,
        grants=grants,
        permissions=permissions_of({g.role for g in grants}, data.get("scopes")),
    )


async def enter_login_stage(
    session: AsyncSession, *, request_id: str, moment: datetime | None
) -> None:
    """Open the tables of credentials and sessions for this transaction (features/auth only)."""
    await session.execute(
        _STAGE, {"request": request_id, "moment": moment.isoformat() if moment else ""}
    )


async def act_as(session: AsyncSession, *, person_id: UUID | None, client_id: UUID | None) -> None:
    """Name the actor of a transaction that the gate has not entered (log-in, jobs)."""
    await session.execute(
        text(
            "select set_config('app.person', :person, true), set_config('app.client', :client, true)"
        ),
        {"person": str(person_id or ""), "client": str(client_id or "")},
    )


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
