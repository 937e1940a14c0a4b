"""The wire shapes of the personal calendar."""

from datetime import datetime

from pydantic import BaseModel


class CalendarOut(BaseModel):
    """Whether a feed exists; its address is told once, when it is made (only its hash is kept)."""

    is_on: bool
    created_at: datetime | None
    last_read_at: datetime | None


class CalendarAddressOut(BaseModel):
    path: str
    """Path on this host: `/calendar/<secret>.ics`; `webcal:` works too."""
    created_at: datetime
