"""The same main job without a browser: a program posts the CSV and reads the figures."""

import time
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.conftest import Product

DATA = Path(__file__).parents[1] / "data"
SCREEN_SECONDS = 30


def test_a_script_posts_a_csv_commits_it_and_reads_the_same_figures(product: Product) -> None:
    keys = next(c for c in product.clients.values() if "results:write" in c["scopes"])
    with httpx.Client(base_url=product.base_url + "/api/v1", timeout=10) as api:
        token = api.post(
            "/auth/token",
            data={
                "grant_type": "client_credentials",
                "client_id": keys["client_id"],
                "client_secret": keys["client_secret"],
            },
        ).json()["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        file = ("протокол.csv", (DATA / "vpr_f1_math5_2020.csv").read_bytes(), "text/csv")
        sent = api.post("/uploads", files={"file": file})
        assert sent.status_code in {200, 202}, sent.text
        upload = _settled(api, sent.json()["id"], "screened")
        assert upload["rows_bad"] == 0
        assert api.post(f"/uploads/{upload['id']}/commit").status_code in {200, 202}
        upload = _settled(api, upload["id"], "committed")
        school = api.get("/schools", params={"q": "Новая Бинарадка"}).json()["items"][0]["id"]
        results = api.get(f"/schools/{school}/results").json()["items"]
        vpr = [
            r
            for r in results
            if (r["work"]["year"], r["work"]["grade"], r["work"]["subject"]["code"])
            == (2020, 5, "math")
        ]
        assert len(vpr) == 1
        figures = vpr[0]["figures"]
        assert figures["n"] == figures["n2"] + figures["n3"] + figures["n4"] + figures["n5"] > 0
        assert figures["small_sample"] is True


def _settled(api: httpx.Client, upload_id: str, state: str) -> dict[str, Any]:
    upload: dict[str, Any] = {}
    deadline = time.monotonic() + SCREEN_SECONDS
    while upload.get("state") not in {state, "failed"} and time.monotonic() < deadline:
        time.sleep(0.2)
        upload = api.get(f"/uploads/{upload_id}").json()
    assert upload["state"] == state, upload
    return upload
