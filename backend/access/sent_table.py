"""Small tables that people send as files: a limited child reads them, a refusal comes back at the field «file»."""

import json
from typing import Any

from backend.access.reception import Arrived
from backend.core.errors import wrong_field
from backend.core.files import FileStore
from backend.core.limited_child import NoAnswer, ask_child
from backend.core.settings import Settings

_ANSWER_LIMIT = 32 * 1024 * 1024


async def read_sent_table(
    child: str, arrived: Arrived, files: FileStore, settings: Settings, *, empty: str
) -> dict[str, Any]:
    """Return the table as the module `child` recognises it; raises `Invalid`, with `empty` where it has no rows."""
    async with files.local_copy(arrived.stored.sha256) as path:
        answer = await ask_child(child, path, settings=settings, answer_limit=_ANSWER_LIMIT)
    if isinstance(answer, NoAnswer):
        raise wrong_field(
            "file",
            "Файл не удалось прочитать: он повреждён или слишком велик. Сохраните таблицу заново.",
        )
    table: dict[str, Any] = json.loads(answer)
    if "refusal" in table:
        raise wrong_field("file", table["refusal"])
    if not table["rows"]:
        raise wrong_field("file", empty)
    return table
