"""«Контроль исполнения» on the decree: how the sections stand, and what changed since a day, whoever did it."""

from typing import Any

from backend.seed.decree import activity_id, plan_id
from backend.seed.sources import key
from tests.features.plans.conftest import EDITION, Decree


async def test_the_longest_late_comes_first(decree: Decree) -> None:
    await decree.move_clock("2021-07-01")
    found = await decree.get(f"/editions/{EDITION}/control")
    days = [item["days"] for item in found["overdue"]]
    assert days == sorted(days, reverse=True)
    assert len(days) > 10
    assert sum(section["rows"] for section in found["sections"]) == 44
    rows = await decree.rows()
    for kind in ("late", "due", "run", "idle", "ok"):
        told = sum(section["counts"].get(kind, 0) for section in found["sections"])
        assert told == sum(row["status"]["kind"] == kind for row in rows.values()), kind


async def changes(decree: Decree, since: str, *, who: str = "head") -> list[tuple[Any, ...]]:
    found = await decree.get(f"/editions/{EDITION}/control", who=who, since=since)
    assert found["changes_total"] == len(found["changes"])
    return [(c["sign"], c["number"], c["text"], c["who"]) for c in found["changes"]]


async def test_a_day_begins_at_midnight_in_samara(decree: Decree) -> None:
    for moment, school in (("2021-03-15 23:59", "vasilyevka"), ("2021-03-16 00:00", "belozerki")):
        await decree.move_clock(moment)
        await decree.offer("survey_completed", school=school)
    await decree.move_clock("2021-03-17")
    offered = (
        "~", "500+.2", "Анкетирование завершено: представлено, ждёт проверки. Протокол № 1", "Чертежова Ч. Ч.",
    )  # fmt: skip
    assert await changes(decree, "2021-03-17") == []
    assert await changes(decree, "2021-03-16") == [offered]
    assert await changes(decree, "2021-03-15") == [offered] * 2


async def test_the_head_reads_what_colleagues_did_for_the_office_and_for_schools(
    decree: Decree,
) -> None:
    window, row = key("window", "500+.18/1"), "500+.18"
    await decree.accepted("survey_completed", school="binaradka")
    evidence = await decree.accepted("monitoring_sent", row=row)
    await decree.post(f"/windows/{window}/reports", who="coordinator", json={"action": "report"})
    assert (await decree.get(f"/editions/{EDITION}/control"))["to_check"] == 1
    await decree.post(f"/windows/{window}/decisions", who="head", json={"action": "accept"})
    await decree.post(
        f"/windows/{key('window', '500+.6/1')}/reschedules",
        who="coordinator",
        status=201,
        json={"to_on": "2021-03-25", "reason": "карантин"},
    )
    await decree.decide(evidence, "revoke")
    told = [
        ("−", row, "Исполнение возвращено на доработку: подтверждение снято. Ошибка в документе"),
        ("−", row, "Результаты мониторинга направлены: снято. Протокол № 1"),
        ("~", "500+.6", "Срок перенесён на 25.03.2021. Карантин"),
        ("+", row, "Исполнение принято"),
        ("~", row, "Исполнение сдано на проверку"),
        ("+", row, "Результаты мониторинга направлены: принято. Протокол № 1"),
        ("~", row, "Результаты мониторинга направлены: представлено, ждёт проверки. Протокол № 1"),
        ("+", "500+.2", "Анкетирование завершено: принято. Протокол № 1"),
        ("~", "500+.2", "Анкетирование завершено: представлено, ждёт проверки. Протокол № 1"),
    ]
    for who in ("head", "coordinator", "methodist"):
        found = await changes(decree, "2021-03-10", who=who)
        assert sorted(c[:3] for c in found) == sorted(told), who
        assert {c[3] for c in found} == {"Чертежова Ч. Ч.", "Эталонова Э. Э."}
    own = await changes(decree, "2021-03-10", who="school_head")
    assert [c[1] for c in own] == ["500+.2", "500+.2"], "a school reads its own"


async def test_locks_and_editions_are_told_and_what_another_plan_asks_for_is_not(
    decree: Decree,
) -> None:
    await decree.post(
        "/locks",
        who="coordinator",
        status=201,
        json={"plan_id": str(plan_id()),
              "starts_on": "2021-02-01", "ends_on": "2021-02-28", "reason": "отчёт сдан"},
    )  # fmt: skip
    await decree.change(
        "delete from expected_result where activity_id = :id", id=activity_id("500+.2")
    )
    await decree.accepted("survey_completed", school="binaradka")
    assert [c[:3] for c in await changes(decree, "2021-03-10")] == [
        ("~", None, "Закрыто для изменений. Отчёт сдан")
    ]
    await decree.new_edition("500+.6")
    found = await decree.get(f"/editions/{EDITION}/control", since="2021-03-10")
    assert "Редакция заменена" in str(found["changes"])
