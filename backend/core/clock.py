"""The only place that asks what time it is. Deadlines are dates in Europe/Samara (UTC+4)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SAMARA = ZoneInfo("Europe/Samara")


class Clock:
    """Now, or the fixed moment of a demonstration."""

    def __init__(self, fixed: datetime | None = None) -> None:
        self.fixed = fixed

    def now(self) -> datetime:
        """Return the instant the product lives in (aware, UTC)."""
        return (self.fixed or real_now()).astimezone(UTC)

    def today(self) -> date:
        """Return the calendar day in Samara: it decides what «до 20.03» means."""
        return self.now().astimezone(SAMARA).date()


def real_now() -> datetime:
    """Return the wall clock (aware, UTC), for tokens and leases that must not stop with the demo."""
    return datetime.now(tz=UTC)


def after(seconds: float) -> datetime:
    """Return the wall-clock instant that many seconds from now."""
    return real_now() + timedelta(seconds=seconds)
