"""The rights of a curator follow the days of his assignment in Samara, to the minute."""

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.support.conftest import At, Send
from tests.world import key

OWN = key("school:own")
ASSIGNED = f"/assignments/{key('assignment:curator')}"


async def sees(client: httpx.AsyncClient, who: str) -> bool:
    reply = await client.get(f"/api/v1/schools/{OWN}", headers=headers_of(who))
    assert reply.status_code in {200, 404}
    return reply.status_code == 200


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2021-02-11 23:59", False),
        ("2021-02-12 00:00", True),
        # The border of the UTC day changes nothing: it is four in the morning in Samara.
        ("2021-02-11 23:59+00:00", True),
        ("2021-02-11 19:59+00:00", False),
        ("2021-02-11 20:00+00:00", True),
        ("2021-03-20 23:59", True),
        ("2021-03-21 00:00", False),
        ("2021-03-20 19:59+00:00", True),
        ("2021-03-20 20:00+00:00", False),
        ("2021-03-21 00:00+00:00", False),
    ],
)
async def test_rights_begin_and_end_with_the_samara_day(
    send: Send, at: At, moment: str, *, expected: bool
) -> None:
    await send("head", f"{ASSIGNED}/end", last_on="2021-03-20", reason="срок")
    assert await sees(await at(moment), "curator") is expected


async def test_at_midnight_of_a_hand_over_the_old_loses_and_the_new_gains_with_no_minute_of_both_or_none(
    send: Send, at: At, successor: str
) -> None:
    await send(
        "head",
        f"{ASSIGNED}/hand-over",
        person_id=key(f"person:{successor}"),
        from_on="2021-03-20",
        act_text="приказ № 8",
        reason="перегрузка",
    )
    for moment, who in (
        ("2021-03-19 00:00", "curator"),
        ("2021-03-19 23:58", "curator"),
        ("2021-03-19 23:59", "curator"),
        ("2021-03-20 00:00", successor),
        ("2021-03-20 00:01", successor),
        ("2021-03-20 23:59+00:00", successor),
    ):
        client = await at(moment)
        seen = {name for name in ("curator", successor) if await sees(client, name)}
        assert seen == {who}, moment


async def test_a_write_follows_the_same_minute(send: Send, at: At) -> None:
    await send("head", f"{ASSIGNED}/end", last_on="2021-03-20", reason="срок")
    body = {"person_id": str(key("person:curator")), "school_id": str(OWN), "reason": "родство"}
    for moment, status in (("2021-03-21 00:00", 404), ("2021-03-20 23:59", 201)):
        client = await at(moment)
        reply = await client.post("/api/v1/conflicts", headers=headers_of("curator"), json=body)
        assert reply.status_code == status, moment
