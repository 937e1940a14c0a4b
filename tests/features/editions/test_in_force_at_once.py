"""Many at once: one edition comes into force, by one act, and everybody else is told."""

import asyncio
from collections import Counter

import httpx
import pytest

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import client_of, headers_of
from tests.features.editions.draft_steps import DRAFT, SIGNED, Drafts, row, rows_of, section
from tests.world import key


@pytest.fixture
def drafts(anonymous: httpx.AsyncClient) -> Drafts:
    return Drafts(anonymous)


async def test_of_twenty_who_put_it_in_force_at_once_one_does(
    settings: Settings, drafts: Drafts
) -> None:
    saved = await drafts.save_rows(row("1.1"))
    app = create_app(settings.model_copy(update={"pool_size": 20}))
    async with app.router.lifespan_context(app), client_of(app) as crowd:
        replies = await asyncio.gather(
            *(
                crowd.post(
                    f"/api/v1/editions/{DRAFT}/put-in-force",
                    headers=headers_of(role) | {"If-Match": f'"{saved["version"]}"'},
                )
                for role in ("coordinator", "head") * 10
            )
        )
    codes = Counter(r.status_code for r in replies)
    assert codes == {200: 1, 404: 19}
    assert await rows_of(settings, DRAFT)
    await drafts.ask("PUT", f"/editions/{DRAFT}/draft", saved["document"], 404, match=2)


async def test_one_act_puts_one_edition_in_force_even_at_the_same_moment(
    settings: Settings, drafts: Drafts
) -> None:
    spare = str(key("spare_draft:own"))
    saved = [await drafts.save_rows(row("1.1"))]
    document = (await drafts.read(spare))["document"]
    document["act"] |= SIGNED
    document["sections"] = [section(row("1.1"))]
    saved.append(await drafts.save(document, 1, spare))
    app = create_app(settings)
    async with app.router.lifespan_context(app), client_of(app) as crowd:
        replies = await asyncio.gather(
            *(
                crowd.post(
                    f"/api/v1/editions/{draft['edition_id']}/put-in-force",
                    headers=headers_of("coordinator") | {"If-Match": f'"{draft["version"]}"'},
                )
                for draft in saved
            )
        )
    assert sorted(r.status_code for r in replies) == [200, 409]
    (refused,) = [r.json() for r in replies if r.status_code == 409]
    assert refused["type"] == "/problems/natural-key-conflict"
    assert "№ 12-од с этой датой уже есть" in refused["detail"]
    (left,) = [d for d, r in zip(saved, replies, strict=True) if r.status_code == 409]
    assert (await drafts.read(left["edition_id"]))["blocked_by"] == [refused["detail"]]
