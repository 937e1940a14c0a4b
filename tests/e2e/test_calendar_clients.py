"""The calendar of the demo as a real client reads it: ical.js, the library of Thunderbird, over real HTTP."""

import json
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.e2e.conftest import ROOT, Product

ICAL = ROOT / "frontend" / "node_modules" / "ical.js" / "dist" / "ical.js"
READER = Path(__file__).with_name("read_calendar.mjs")
ROADMAP = ROOT / "backend" / "data" / "roadmap_2020_2021.yaml"


def address_of(client: httpx.Client, person: dict[str, str]) -> str:
    """Make an address over the API, as the screen does."""
    token = client.post(
        "/api/v1/auth/token",
        data={
            "grant_type": "password",
            "username": person["login"],
            "password": person["password"],
        },
    ).json()["access_token"]
    made = client.post("/api/v1/me/calendar", headers={"Authorization": f"Bearer {token}"})
    assert made.status_code == 201, made.text
    path: str = made.json()["path"]
    return path


def read_by_ical_js(content: bytes) -> dict[str, Any]:
    node = Path(sys.executable).with_name("node")
    run = subprocess.run(
        [node, READER, ICAL.as_uri()], input=content, capture_output=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr.decode()
    calendar: dict[str, Any] = json.loads(run.stdout)
    return calendar


def windows_of_the_decree() -> dict[str, list[str]]:
    """The last days of the windows of every row that has a deadline."""
    rows = yaml.safe_load(ROADMAP.read_text(encoding="utf-8"))["activities"]
    return {
        row["number"]: sorted(window["end"].isoformat() for window in row["windows"])
        for row in rows
        if row["recurrence"]["kind"] not in {"continuous", "recurring"}
    }


def test_the_head_sees_every_deadline_of_the_decree_on_its_day(product: Product) -> None:
    with httpx.Client(base_url=product.base_url, timeout=10) as client:
        address = address_of(client, product.people["head"])
        reply = client.get(address)
        kept = client.get(address, headers={"If-None-Match": reply.headers["etag"]})
        assert kept.status_code == 304
        assert client.head(address).headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = read_by_ical_js(reply.content)
    assert calendar["name"] == "Маршрут: сроки дорожной карты"
    days: dict[str, list[str]] = defaultdict(list)
    for event in calendar["events"]:
        assert (event["isWholeDay"], event["lasts"]) == (True, "P1D")
        days[event["summary"].split()[0]] += event["days"]
    weekly = days.pop("500+.10")
    assert {number: sorted(found) for number, found in days.items()} == windows_of_the_decree()
    assert (weekly[0], weekly[-1], len(weekly)) == ("2021-02-15", "2021-12-20", 45)
    assert {date.fromisoformat(day).weekday() for day in weekly} == {0}
    uids = {event["uid"] for event in calendar["events"]}
    assert len(uids) == len(calendar["events"])


def test_words_and_reminders_arrive_whole(product: Product) -> None:
    with httpx.Client(base_url=product.base_url, timeout=10) as client:
        address = address_of(client, product.people["curator"])
        events = read_by_ical_js(client.get(address).content)["events"]
    (visit,) = [event for event in events if event["summary"].startswith("500+.6 ")]
    rows = yaml.safe_load(ROADMAP.read_text(encoding="utf-8"))["activities"]
    (row,) = [row for row in rows if row["number"] == "500+.6"]
    assert visit["summary"] == f"500+.6 {' '.join(row['title'].split())}"
    assert visit["description"].startswith(f"Срок: {row['term_source']}\n20.03.2021: суббота")
    assert f"Ответственные: {row['responsible_source']}\n" in visit["description"]
    assert visit["remindedAt"] == ["2021-03-19T09:00:00"]
