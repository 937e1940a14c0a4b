"""The personal calendar: a secret address that any calendar program can read, made and withdrawn by its owner."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from backend.access.dependencies import AppClock, Session, requires
from backend.access.permissions import Permission
from backend.access.scope import Caller
from backend.features.calendar import commands, feed, queries
from backend.features.calendar.schemas import CalendarAddressOut, CalendarOut

router = APIRouter(tags=["calendar"])
public_router = APIRouter(tags=["calendar"])
Owner = Annotated[Caller, requires(Permission.SEE_PLANS)]
_ICS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {}}, "description": "Календарь iCalendar (RFC 5545)"}
}


@router.get("/me/calendar")
async def get_calendar(session: Session, caller: Owner) -> CalendarOut:
    """Whether a feed of yours exists, since when, and when it was last read."""
    return await queries.get_calendar(session, caller)


@router.post("/me/calendar", status_code=201)
async def create_calendar(session: Session, caller: Owner, clock: AppClock) -> CalendarAddressOut:
    """Make a new secret address; an earlier one stops working at once."""
    return await commands.create_calendar(session, caller, now=clock.now())


@router.delete("/me/calendar", status_code=204)
async def revoke_calendar(session: Session, caller: Owner, clock: AppClock) -> None:
    """Withdraw the address: whoever has it reads nothing from now on."""
    await commands.revoke_calendar(session, caller, now=clock.now())


@public_router.head("/calendar/{secret}.ics", include_in_schema=False)
@public_router.get("/calendar/{secret}.ics", responses=_ICS, response_class=Response)
async def read_calendar(
    secret: Annotated[str, Path(max_length=100)], request: Request, clock: AppClock
) -> Response:
    """Deadlines of the owner of a secret address, as iCalendar; the address is the only key."""
    return await feed.read_calendar(request, secret, clock)
