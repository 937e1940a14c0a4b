"""The built SPA and the API docs: a strict policy with a fresh nonce, nothing foreign, no way out of the folder."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from backend.core.settings import Settings
from backend.main import create_app
from tests.conftest import SECRET, client_of

PAGE = "<!doctype html><html lang='ru'><meta name='csp-nonce' content='__CSP_NONCE__'><div id='root'></div>"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[httpx.AsyncClient, None]:
    root = tmp_path_factory.mktemp("site")
    built = root / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(PAGE, encoding="utf-8")
    (built / "assets" / "index-abc.js").write_text("console.log(1)" * 200)
    (built / "favicon.svg").write_text("<svg/>")
    (built / "fonts").mkdir()
    (built / "secrets.env").write_text("SECRET")
    (built / ".hidden.js").write_text("SECRET")
    (root / "outside.js").write_text("SECRET")
    application = create_app(Settings(secret_key=SECRET, frontend_dir=built, var_dir=root / "var"))
    async with client_of(application) as client:
        yield client


async def test_every_page_is_the_spa_under_a_policy_with_a_fresh_nonce(
    site: httpx.AsyncClient,
) -> None:
    nonces = set()
    for path in ("/", "/plans", "/schools/0190c1c4-0000-7000-8000-000000000000", "/index.html"):
        reply = await site.get(path)
        if path == "/index.html":
            assert reply.status_code == 404
            continue
        assert reply.status_code == 200
        policy = reply.headers["content-security-policy"]
        found = re.search("'nonce-([A-Za-z0-9_-]{20,})'", policy)
        assert found
        assert f"content='{found[1]}'" in reply.text
        assert "__CSP_NONCE__" not in reply.text
        nonces.add(found[1])
        assert "unsafe-inline" not in policy
        assert "script-src 'self';" in policy
        for part in (
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ):
            assert part in policy
        assert "http" not in policy
        assert reply.headers["cache-control"] == "no-cache"
    assert len(nonces) == 3


async def test_hashed_assets_are_kept_for_a_year_and_missing_ones_are_not_the_page(
    site: httpx.AsyncClient,
) -> None:
    reply = await site.get("/assets/index-abc.js")
    assert "immutable" in reply.headers["cache-control"]
    assert reply.headers["content-encoding"] == "gzip"
    for path in ("/assets/none.js", "/none.png", "/api/v1/none", "/docs-assets/none.js"):
        reply = await site.get(path)
        assert reply.status_code == 404, path
        assert "immutable" not in reply.headers.get("cache-control", "")
        assert "<div id='root'>" not in reply.text


@pytest.mark.parametrize(
    "path",
    ["/../outside.js", "/..%2foutside.js", "/%2e%2e/outside.js", "/assets/..%2f..%2foutside.js",
     "/assets/%2e%2e/%2e%2e/outside.js", "/.hidden.js", "/secrets.env", "/..%5coutside.js", "//outside.js", "/fonts/../../outside.js",
     "/fonts/..%2f..%2foutside.js"],
)  # fmt: skip
async def test_nothing_beside_or_outside_the_folder_is_served(
    site: httpx.AsyncClient, path: str
) -> None:
    reply = await site.get(httpx.URL("http://test", raw_path=path.encode()))
    assert "SECRET" not in reply.text


async def test_the_docs_page_loads_nothing_foreign(site: httpx.AsyncClient) -> None:
    reply = await site.get("/docs")
    assert reply.status_code == 200
    sources = re.findall(r"""(?:src|href)=["']([^"']+)""", reply.text)
    assert len(sources) >= 3
    assert all(source.startswith("/") and not source.startswith("//") for source in sources), (
        sources
    )
    for source in sources:
        assert (await site.get(source)).status_code == 200, source
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    assert "http" not in reply.headers["content-security-policy"]


async def test_before_the_spa_is_built_the_page_says_what_to_do(tmp_path: Path) -> None:
    application = create_app(Settings(secret_key=SECRET, frontend_dir=tmp_path / "none"))
    async with client_of(application) as client:
        reply = await client.get("/")
    assert "make run" in reply.text


async def test_docs_can_be_switched_off(tmp_path: Path) -> None:
    application = create_app(
        Settings(secret_key=SECRET, frontend_dir=tmp_path / "none", docs_enabled=False)
    )
    async with client_of(application) as client:
        assert (await client.get("/docs")).status_code == 404


async def test_only_the_named_hosts_are_answered_when_they_are_named(settings: Settings) -> None:
    named = settings.model_copy(update={"trusted_hosts": ["marshrut.example"]})
    async with client_of(create_app(named)) as client:
        assert (await client.get("/livez")).status_code == 400
        own = {"Host": "marshrut.example"}
        assert (await client.get("/livez", headers=own)).status_code == 200
