"""Rows of the plan «500+» that count people: curators beside schools, teachers by heads."""

import pytest

from backend.seed.registry import school_id
from backend.seed.sources import key
from tests.features.plans.conftest import PROJECT, Decree

# Place of the figure of curators in the row, and what they must have done.
CURATOR_ROWS = {3: (1, "curator_kickoff_attended"), 5: (0, "curator_webinar_attended")}


@pytest.mark.parametrize("row", CURATOR_ROWS)
async def test_curators_are_counted_as_people_beside_the_schools(decree: Decree, row: int) -> None:
    number, (place, fact) = f"500+.{row}", CURATOR_ROWS[row]
    assert len(await decree.counts(number)) == place, "nobody is a curator yet: nothing to count"
    # One of them stands by two schools and is one person.
    for school, person in zip(PROJECT, ("obraztsova", "obraztsova", "uslovnaya"), strict=True):
        await decree.assign("curator", school, person)
    assert (await decree.figures(number))[place]["title"] == "Кураторы"
    assert (await decree.counts(number))[place] == (0, 2)
    first = await decree.accepted(fact, person="obraztsova")
    assert (await decree.counts(number))[place] == (1, 2)
    await decree.accepted(fact, person="uslovnaya")
    assert (await decree.figures(number))[place]["is_achieved"]
    if place:
        assert (await decree.counts(number))[0] == (0, 3), "what curators did is not the schools'"
    await decree.decide(first, "revoke")
    assert (await decree.counts(number))[place] == (1, 2)
    missing = [m for m in await decree.members(number, place) if not m["is_met"]]
    assert [(m["name"], m["school_id"]) for m in missing] == [("Образцова О. О.", None)]


async def test_teachers_are_counted_by_heads_and_silent_schools_are_not_forgotten(
    decree: Decree,
) -> None:
    number = "500+.16"
    assert await decree.counts(number) == [], "no number of teachers is known yet"
    assert len(await decree.members(number)) == 9, "but the schools that have not told are"
    first = await decree.accepted("teachers_referred", school="binaradka", counted=3, of_total=5)
    await decree.accepted("teachers_referred", school="vasilyevka", counted=2, of_total=3)
    (figure,) = await decree.figures(number)
    assert (figure["met"], figure["total"], figure["unit"]) == (5, 8, "person")
    by_name = {m["name"]: m for m in await decree.members(number)}
    told = by_name["ГБОУ СОШ с. Новая Бинарадка"]
    assert (told["counted"], told["of_total"], told["is_met"]) == (3, 5, False)
    assert told["facts"][0]["text"] == "Педагоги направлены на курсы: 3 из 5, 01.03.2021"
    # A newer count of the same school replaces the older one.
    newer = await decree.accepted(
        "teachers_referred", school="binaradka", counted=5, of_total=5, day="2021-03-02"
    )
    (figure,) = await decree.figures(number)
    assert (figure["met"], figure["total"]) == (7, 8)
    await decree.decide(newer, "revoke")
    assert await decree.counts(number) == [(5, 8)]
    await decree.decide(first, "revoke")
    assert await decree.counts(number) == [(2, 3)]


async def test_heads_are_all_there_only_when_every_school_has_told(decree: Decree) -> None:
    await decree.accepted("teachers_referred", school="binaradka", counted=5, of_total=5)
    (figure,) = await decree.figures("500+.16")
    assert (figure["met"], figure["total"], figure["is_achieved"]) == (5, 5, False)
    low = await decree.fetch(
        "select school_id from low_results_status where status = 'low_results'"
    )
    await decree.change(
        "insert into evidence (school_id, fact_kind_id, kind, state, occurred_on, basis, counted, of_total)"
        " select s, :fact, 'requisites', 'accepted', '2021-03-01', 'письмо', 0, 0 from unnest(cast(:schools as uuid[])) s",
        fact=key("fact_kind", "teachers_referred"),
        schools=[row[0] for row in low if row[0] != school_id("binaradka")],
    )
    assert (await decree.figures("500+.16"))[0]["is_achieved"], "nobody to send is nobody missing"
