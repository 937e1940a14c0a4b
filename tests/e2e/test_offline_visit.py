"""A curator at a school without network: answers, a finding with a photo, a browser closed and opened again."""

import re
import struct
import zlib
from collections.abc import Callable, Generator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Product

SCHOOL = "ГБОУ СОШ с. Новая Бинарадка"
SUMMARY = "Посещены уроки математики в 5 и 7 классах."
FINDING = "В кабинете математики нет таблиц для слабых учеников."
_DAYS = iter(("2021-03-17", "2021-03-16", "2021-03-15"))
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def curator_api(product: Product) -> Generator[httpx.Client, None, None]:
    """The API as the curator of the story."""
    person = product.people["curator"]
    form = {"grant_type": "password", "username": person["login"], "password": person["password"]}
    with httpx.Client(base_url=product.base_url + "/api/v1", timeout=20) as api:
        token = _got(api.post("/auth/token", data=form))["access_token"]
        api.headers["Authorization"] = f"Bearer {token}"
        yield api


@pytest.fixture
def visit(curator_api: httpx.Client) -> str:
    """A visit that has been held, a day of its own for each test: its report is to be written."""
    day = next(_DAYS)
    visits = _got(curator_api.get("/visits", params={"mine": True, "limit": 200}))["items"]
    school = next(item["school_id"] for item in visits if item["school_name"] == SCHOOL)
    plan = {"purpose": "Посещение уроков", "planned_on": day}
    made = _got(curator_api.post(f"/schools/{school}/visits", json=plan))
    held = {"action": "hold", "held_on": day, "reason": "Договорились по телефону"}
    _got(curator_api.post(f"/visits/{made['id']}/curator-actions", json=held))
    return str(made["id"])


@pytest.fixture
def phone(
    browser: Browser, browser_context_args: dict[str, Any]
) -> Generator[BrowserContext, None, None]:
    """The browser of a telephone."""
    context = browser.new_context(**browser_context_args | {"viewport": PHONE, "has_touch": True})
    yield context
    context.close()


def test_what_was_noted_without_network_outlives_the_browser_and_arrives_whole(
    phone: BrowserContext,
    product: Product,
    visit: str,
    curator_api: httpx.Client,
    check_axe: Callable[[Page], None],
    take_screen: Callable[[Page, str], None],
) -> None:
    page = _entered(phone, product, "curator")
    _open(page, visit)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.close()

    page = phone.new_page()
    _open(page, visit)
    questions = page.locator("fieldset").filter(has=page.get_by_role("radio", name="Частично"))
    questions.nth(0).get_by_label("Да", exact=True).check()
    questions.nth(1).get_by_label("Частично").check()
    questions.nth(1).get_by_label("Примечание").fill("только в 7 классе")
    page.get_by_label("Что посещено и увидено").fill(SUMMARY)
    page.get_by_role("button", name="Записать, что мешает").click()
    page.get_by_label("Что увидели").fill(FINDING)
    page.get_by_label("Приложить файл").set_input_files(
        {"name": "Кабинет.png", "mimeType": "image/png", "buffer": _photo()}
    )
    expect(page.get_by_text("Кабинет.png: ждёт отправки")).to_be_visible()
    expect(page.get_by_text("Ждут отправки 5 записей").first).to_be_visible()
    check_axe(page)
    take_screen(page, "visit-phone-offline")

    page.close()
    page = phone.new_page()
    _open(page, visit)
    expect(page.get_by_label("Что посещено и увидено")).to_have_value(SUMMARY)
    expect(page.get_by_label("Что увидели")).to_have_value(FINDING)
    expect(page.get_by_text("Кабинет.png: ждёт отправки")).to_be_visible()
    assert _kit(curator_api, visit)["entries"] == []

    phone.set_offline(False)
    expect(page.get_by_text("Ждут отправки")).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("button", name="Скачать файл")).to_be_visible()
    kit = _kit(curator_api, visit)
    values = [entry["value"] for entry in kit["entries"]]
    assert {(value["choice"], value["text"]) for value in values} == {
        ("yes", ""),
        ("partly", "только в 7 классе"),
        (None, SUMMARY),
    }
    [finding] = kit["findings"]
    [file] = kit["files"]
    assert (finding["text"], finding["kind"]) == (FINDING, "problem")
    assert (file["file_name"], file["finding_id"]) == ("Кабинет.png", finding["id"])
    kept = curator_api.get(f"/visit-files/{file['id']}")
    assert kept.content == _photo()


def test_a_person_who_goes_on_typing_after_a_saving_keeps_every_letter(
    phone: BrowserContext, product: Product, visit: str, curator_api: httpx.Client
) -> None:
    page = _entered(phone, product, "curator")
    _open(page, visit)
    conclusions = page.get_by_label("Выводы")
    words = ["Школе", "нужен", "методист", "по", "математике"]
    for word in words:
        conclusions.press_sequentially(f"{word} ", delay=20)
        # The hand rests: the field travels without the blank at its end.
        expect(_saved(page, conclusions)).to_be_visible()
    expect(conclusions).to_have_value(" ".join(words) + " ")
    assert _texts(_kit(curator_api, visit)) == {"conclusions": " ".join(words)}
    # One hand, one text: no conflict with oneself.
    expect(page.get_by_role("alert")).to_have_count(0)


def test_after_a_log_out_nobody_opens_the_visit_and_what_was_not_sent_waits_for_its_writer(
    phone: BrowserContext, product: Product, visit: str, curator_api: httpx.Client
) -> None:
    page = _entered(phone, product, "curator")
    _open(page, visit)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.get_by_label("Рекомендации").fill("Взаимные посещения уроков.")
    expect(page.get_by_text("Ждут отправки 1 запись").first).to_be_visible()
    page.get_by_role("button", name=re.compile("[Кк]уратор")).first.click()
    expect(page.get_by_text("Не отправлено 1 запись")).to_be_visible()
    page.get_by_role("button", name="Выйти").click()
    page.get_by_label("Логин").wait_for()
    page.goto(f"/visits/{visit}")
    expect(page.get_by_label("Рекомендации")).to_have_count(0)

    phone.set_offline(False)
    page = _entered(phone, product, "school_head", page)
    _open(page, visit)
    page.wait_for_timeout(1_500)
    assert _texts(_kit(curator_api, visit)) == {}
    phone.clear_cookies()
    page = _entered(phone, product, "curator", page)
    _open(page, visit)
    expect(page.get_by_label("Рекомендации")).to_have_value("Взаимные посещения уроков.")
    expect(_saved(page, page.get_by_label("Рекомендации"))).to_be_visible()
    assert _texts(_kit(curator_api, visit)) == {"recommendations": "Взаимные посещения уроков."}


def _entered(
    context: BrowserContext, product: Product, role: str, page: Page | None = None
) -> Page:
    page = page or context.new_page()
    person = product.people[role]
    page.goto("/login")
    page.get_by_label("Логин").fill(person["login"])
    page.get_by_label("Пароль", exact=True).fill(person["password"])
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("heading", level=1, name="Мои дела").wait_for()
    return page


def _open(page: Page, visit: str) -> None:
    page.goto(f"/visits/{visit}")
    page.get_by_role("heading", level=1, name=f"Визит: {SCHOOL}").wait_for()


def _saved(page: Page, field: Locator) -> Locator:
    return (
        page.locator("div")
        .filter(has=field)
        .last.locator("xpath=..")
        .get_by_text(re.compile(r"^Сохранено \d"))
    )


def _got(reply: httpx.Response) -> Any:
    assert reply.status_code in {200, 201}, reply.text
    return reply.json()


def _kit(api: httpx.Client, visit: str) -> Any:
    return _got(api.get(f"/visits/{visit}"))


def _texts(kit: Any) -> dict[str, str]:
    return {entry["field"]: entry["value"]["text"] for entry in kit["entries"]}


def _photo() -> bytes:
    """One grey point as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
