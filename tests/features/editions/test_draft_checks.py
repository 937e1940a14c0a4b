"""What a draft may not say is refused at its place, and the draft stays as it was."""

import copy
from typing import Any

import httpx
import pytest

from tests.features.editions.draft_steps import Drafts, result, row, section
from tests.world import CANARY, key


@pytest.fixture
def drafts(anonymous: httpx.AsyncClient) -> Drafts:
    return Drafts(anonymous)


BAD_ROWS: list[tuple[dict[str, Any], str]] = [
    ({"number": " "}, "/number"),
    ({"number": "1" * 70}, "/number"),
    ({"target_set": "everybody"}, "/target_set"),
    ({"key": "не ключ"}, "/key"),
    ({"windows": [{"starts_on": "2021-05-02", "ends_on": "2021-05-01"}]}, "/windows/0/ends_on"),
    ({"windows": [{"starts_on": None, "ends_on": "9999-12-31"}]}, "/windows/0/ends_on"),
    ({"windows": [{"starts_on": "0001-01-01", "ends_on": "2021-01-01"}]}, "/windows/0/starts_on"),
    ({"windows": [{"starts_on": None}]}, "/windows/0/ends_on"),
    ({"results": [result(threshold=3)]}, "/results/0/threshold"),
    ({"results": [result(quantifier="share")]}, "/results/0/threshold"),
    ({"results": [result(quantifier="share", threshold=101)]}, "/results/0/threshold"),
    ({"results": [result(), result(quantifier="at_least", threshold=0)]}, "/results/1/threshold"),
    ({"results": [result(facts=[])]}, "/results/0/facts"),
    ({"results": [result(facts=["row_accepted", "typed_by_hand"])]}, "/results/0/facts/1"),
    ({"results": [result()] * 5}, "/results"),
    ({"parties": [{"part": "responsible", "organisation": None, "role": None, "school_id": None,
                   "person_id": None, "words": "кто-то"}]}, "/parties/0"),
    ({"parties": [{"part": "responsible", "organisation": "rc-own", "role": "curator", "school_id": None,
                   "person_id": None, "words": "кто-то"}]}, "/parties/0"),
    ({"parties": [{"part": "responsible", "organisation": "nobody", "role": None, "school_id": None,
                   "person_id": None, "words": "кто-то"}]}, "/parties/0/organisation"),
    ({"parties": [{"part": "responsible", "organisation": None, "role": None,
                   "school_id": str(key("school:foreign")), "person_id": None, "words": "кто-то"}]},
     "/parties/0/school_id"),
    ({"parties": [{"part": "responsible", "organisation": None, "role": None, "school_id": None,
                   "person_id": str(key("person:foreign")), "words": "кто-то"}]}, "/parties/0/person_id"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "pointer"), BAD_ROWS)
async def test_what_cannot_be_written_points_to_its_row_and_the_draft_stays(
    drafts: Drafts, bad: dict[str, Any], pointer: str
) -> None:
    document = (await drafts.read())["document"]
    document["sections"] = [section(row()), section(row("2.1"), row("2.2", **bad), code="2")]
    refused = await drafts.save(document, status=422)
    assert refused["errors"][0]["pointer"] == f"/sections/1/rows/1{pointer}"
    assert CANARY not in str(refused)
    assert (await drafts.read())["version"] == 1


@pytest.mark.parametrize(
    ("bad", "pointer"),
    [
        ({"project_start": "2021-03-01", "project_end": "2021-02-01"}, "/project_end"),
        ({"project_start": "2021-03-01", "project_end": None}, "/project_end"),
        ({"period_end": "9999-12-31"}, "/period_end"),
        ({"period_start": "0001-01-01"}, "/period_start"),
        ({"heading": ""}, "/heading"),
        ({"sections": [{}] * 61}, "/sections"),
    ],
)
async def test_what_is_wrong_about_the_edition_points_to_its_field(
    drafts: Drafts, bad: dict[str, Any], pointer: str
) -> None:
    document = (await drafts.read())["document"] | bad
    refused = await drafts.save(document, status=422)
    assert pointer in {error["pointer"] for error in refused["errors"]}


async def test_two_rows_never_share_a_key_or_the_row_they_continue(drafts: Drafts) -> None:
    """Doubled keys would read one text twice and lose the other; a shared past would mix two reports."""
    document = (await drafts.read())["document"]
    one = row("1.1", lineage_id=str(key("lineage:own:500+.4")))
    other = copy.deepcopy(one) | {"number": "1.2", "title": "Другое"}
    document["sections"] = [section(one, other)]
    refused = await drafts.save(document, status=422)
    assert [error["pointer"] for error in refused["errors"]] == [
        "/sections/0/rows/1/key",
        "/sections/0/rows/1/lineage_id",
    ]


async def test_every_wrong_place_is_told_at_once(drafts: Drafts) -> None:
    document = (await drafts.read())["document"]
    bad = {"results": [result(threshold=3), result(facts=["nothing_known"])]}
    document["sections"] = [section(row("1.1", **bad), row("1.2", **bad))]
    refused = await drafts.save(document, status=422)
    assert len(refused["errors"]) == 4
