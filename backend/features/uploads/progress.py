"""Follows the work on an upload: an event whenever it has moved, until it waits for people or is over."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from backend.access.dependencies import Reopen
from backend.core.errors import Problem
from backend.features.uploads.queries import get_progress

_PAUSE_SECONDS = 0.5
_LONGEST_SECONDS = 600


async def follow(reopen: Reopen, upload_id: UUID) -> AsyncIterator[bytes]:
    """Yield events; no connection is held between two of them. Ends at the latest after ten minutes."""
    told: str | None = None
    for turn in range(int(_LONGEST_SECONDS / _PAUSE_SECONDS)):
        try:
            async with reopen() as session:
                progress, goes_on = await get_progress(session, upload_id)
        except Problem:
            return  # rights were withdrawn meanwhile
        data = progress.model_dump_json()
        if data != told:
            yield format_sse_event(data_str=data, event="progress")
        elif turn % 30 == 29:
            yield KEEPALIVE_COMMENT
        told = data
        if not goes_on:
            return
        await asyncio.sleep(_PAUSE_SECONDS)
