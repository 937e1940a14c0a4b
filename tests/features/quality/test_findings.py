"""What is read: groups with totals, filters with counts, whose move it is, and only what the reader may see."""

from collections.abc import Callable
from typing import Any

import httpx

from backend.features.quality.catalogue import catalogue
from tests.features.conftest import Get
from tests.features.plans.conftest import Decree
from tests.features.quality.clean_case import IDS, with_ids
from tests.features.quality.plants import PLANTS
from tests.world import CANARY, PERSON_ROLES, key


async def spoil(clean: Decree, *rules: str) -> None:
    """Plant the defects of these rules for good."""
    for rule in rules:
        for statement in PLANTS[rule].statements:
            await clean.change(with_ids(statement).replace(":00+04", "\\:00+04"))


def codes(found: Any) -> list[str]:
    return [group["rule"]["code"] for group in found["groups"]]


async def test_without_findings_it_says_how_many_rules_looked(clean: Decree) -> None:
    found = await clean.get("/quality", who="coordinator")
    assert (found["checked"], found["total"], found["groups"]) == (len(catalogue()), 0, [])
    assert {choice["count"] for choice in found["severities"]} == {0}
    assert found["today"] == "2021-03-17"


async def test_a_finding_says_what_where_how_old_whose_and_where_to_mend_it(clean: Decree) -> None:
    await spoil(clean, "visit_without_report")
    (group,) = (await clean.get("/quality", who="coordinator"))["groups"]
    assert group["rule"]["fix"] == "Допишите отчёт и отправьте его."
    (item,) = group["items"]
    assert item["label"] == "Посещение 04.03.2021"
    assert item["detail"] == "Проведено 04.03.2021, отчёт не сдан."
    assert (item["since_on"], item["age_days"]) == ("2021-03-11", 6)
    assert (item["owner_title"], item["owner_person"]) == ("Куратор", "Условная У. У.")
    assert item["school_name"] == "ГБОУ СОШ с. Новая Бинарадка"
    assert item["link"] == {"kind": "visit", "id": str(IDS["new"])}
    assert (item["allowed_actions"], item["blocked"]) == (["dismiss"], {})


async def test_filters_narrow_the_groups_and_their_counts_tell_what_they_would_show(
    clean: Decree,
) -> None:
    await spoil(clean, "visit_without_report", "target_without_baseline", "school_without_codes")
    found = await clean.get("/quality", who="coordinator")
    assert codes(found) == [
        "visit_without_report",
        "target_without_baseline",
        "school_without_codes",
    ]
    counts = {c["value"]: c["count"] for c in found["severities"]}
    assert counts == {"severe": 0, "warning": 2, "hint": 1}
    narrowed = await clean.get("/quality", who="coordinator", severity="warning", owner="school")
    assert codes(narrowed) == ["target_without_baseline"]
    # A chip counts what it would show beside the other filters.
    assert {c["value"]: c["count"] for c in narrowed["owners"]}["curator"] == 1
    assert {c["value"]: c["count"] for c in narrowed["severities"]}["hint"] == 0
    by_area = await clean.get("/quality", who="head", area="schools")
    by_rule = await clean.get("/quality", who="head", rule="school_without_codes")
    assert codes(by_area) == codes(by_rule) == ["school_without_codes"]
    elsewhere = await clean.get("/quality", who="coordinator", school_id=str(IDS["other"]))
    assert elsewhere["total"] == 0
    await clean.get("/quality", who="coordinator", area="weather", status=422)


async def test_mine_is_what_waits_for_me(clean: Decree) -> None:
    await spoil(
        clean,
        "visit_without_report",
        "target_without_baseline",
        "school_without_codes",
        "question_open",
        "upload_undecided",
    )
    expected = {
        "uslovnaya": ["visit_without_report"],
        "school_head": ["target_without_baseline"],
        "coordinator": ["question_open"],
        "methodist": ["upload_undecided"],
        "head": [],
    }  # fmt: skip
    for who, rules in expected.items():
        assert codes(await clean.get("/quality", who=who, mine=True)) == rules, who


async def test_a_school_reads_what_it_has_to_mend_and_its_curator_everything_about_it(
    clean: Decree,
) -> None:
    await spoil(clean, "visit_without_report", "target_without_baseline", "question_open")
    assert codes(await clean.get("/quality", who="school_head")) == ["target_without_baseline"]
    curator = await clean.get("/quality", who="uslovnaya")
    assert codes(curator) == ["visit_without_report", "target_without_baseline"]
    (item,) = curator["groups"][1]["items"]
    assert item["owner_person"] == "Пробная П. Р."


async def test_a_rule_that_finds_many_shows_the_oldest_and_tells_how_many(clean: Decree) -> None:
    await clean.change(
        "insert into action_point (school_id, text, priority, assignee_id, due_on, state, recorded_at)"
        " select :school, 'Дело ' || n, 'low', :director, date '2021-03-01' + n / 30, 'open', '2021-02-01'"
        " from generate_series(1, 230) n",
        school=IDS["school"],
        director=IDS["director"],
    )
    (group,) = (await clean.get("/quality", who="coordinator", area="action_points"))["groups"][:1]
    assert (group["rule"]["code"], group["total"], len(group["items"])) == (
        "agreement_overdue",
        230,
        20,
    )
    assert group["items"] == sorted(group["items"], key=lambda i: i["since_on"])
    one = await clean.get("/quality", who="coordinator", rule="agreement_overdue")
    assert (one["groups"][0]["total"], len(one["groups"][0]["items"])) == (230, 200)
    short = await clean.get(f"/schools/{IDS['school']}/quality", who="coordinator")
    assert short["total"] >= 230
    assert len(short["items"]) == 10


async def test_the_short_list_of_a_school_has_the_severest_first(clean: Decree) -> None:
    await spoil(clean, "target_without_baseline", "verdict_missing", "question_open")
    found = await clean.get(f"/schools/{IDS['school']}/quality", who="uslovnaya")
    assert [i["rule"] for i in found["items"]] == ["verdict_missing", "target_without_baseline"]
    assert (found["total"], found["severe"]) == (2, 1)


async def test_the_catalogue_is_read_by_whoever_reads_findings(read: Get) -> None:
    rules = (await read("school_head", "/quality/rules"))["items"]
    assert len(rules) == len(catalogue())
    assert rules[0]["severity"] == "severe"


async def test_nobody_reads_a_word_about_another_office(read: Get) -> None:
    for role in set(PERSON_ROLES) - {"admin", "auditor"}:
        for params in ({}, {"dismissed": True}, {"school_id": str(key("school:foreign"))}):
            assert CANARY not in str(await read(role, "/quality", **params)), role
    everything = str(await read("admin", "/quality"))
    assert CANARY in everything, "the foreign side of the world has no finding to be hidden"


async def test_all_rules_are_one_statement(
    anonymous: httpx.AsyncClient, as_role: Callable[[str], dict[str, str]], statements: list[str]
) -> None:
    for path in ("/quality", f"/schools/{key('school:own')}/quality"):
        statements.clear()
        reply = await anonymous.get(f"/api/v1{path}", headers=as_role("coordinator"))
        assert reply.status_code == 200
        # The entry of the caller, the school where one is named, the search.
        assert (
            len([s for s in statements if s.lower().lstrip().startswith(("select", "with"))]) <= 3
        )
