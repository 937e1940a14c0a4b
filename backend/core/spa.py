"""Serves the built SPA and the local API docs: strict Content-Security-Policy, long-lived hashed assets."""

import secrets
from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from backend.core.settings import Settings

_NONCE = "__CSP_NONCE__"
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
# The policy of its own reply is what the service worker lives under: it loads its library and the pages it keeps.
_FILE_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'"
# Swagger UI starts itself by an inline script and styles itself inline: this page only.
_DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_NOT_BUILT = (
    "<!doctype html><html lang='ru'><meta charset='utf-8'><title>Маршрут</title>"
    "<p>Экран ещё не собран. Выполните «make run» или откройте описание API: <a href='/docs'>/docs</a>.</p>"
)


class _HashedAssets(StaticFiles):
    """Names carry the hash of the contents: a browser may keep them for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def mount_spa(app: FastAPI, settings: Settings) -> None:
    """Serve `settings.frontend_dir` at `/` and the API docs at `/docs`; unknown pages get index.html."""
    root = settings.frontend_dir
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    if settings.docs_enabled:
        _mount_docs(app)
    if (root / "assets").is_dir():
        app.mount("/assets", _HashedAssets(directory=root / "assets"), name="assets")
    pages = APIRouter(include_in_schema=False)

    @pages.get("/{path:path}")
    async def get_page(path: str) -> Response:
        if path.startswith(("api/", "assets/")) or path in {"docs", "metrics"}:
            raise HTTPException(404)
        file = _public_file(root, path)
        if file is not None:
            # Their names stay the same from release to release: a browser asks each time (the service worker above all).
            return Response(
                file.read_bytes(),
                media_type=_MEDIA.get(file.suffix, "application/octet-stream"),
                headers={"cache-control": "no-cache", "content-security-policy": _FILE_POLICY},
            )
        if "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404)
        return _index(root)

    app.include_router(pages)


_MEDIA = {
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}


def _public_file(root: Path, path: str) -> Path | None:
    """Return a file lying directly beside index.html (favicon, colour-scheme script), never a path out."""
    if "/" in path or path.startswith(".") or path in {"", "index.html"}:
        return None
    file = root / path
    return file if file.is_file() and file.suffix in _MEDIA else None


def _index(root: Path) -> Response:
    index = root / "index.html"
    if not index.is_file():
        return HTMLResponse(_NOT_BUILT)
    nonce = secrets.token_urlsafe(16)
    page = index.read_text(encoding="utf-8").replace(_NONCE, nonce)
    headers = {"content-security-policy": _POLICY.format(nonce=nonce), "cache-control": "no-cache"}
    return HTMLResponse(page, headers=headers)


def _mount_docs(app: FastAPI) -> None:
    files = Path(fastapi_offline.__file__).parent / "static"
    app.mount("/docs-assets", StaticFiles(directory=files), name="docs-assets")

    @app.get("/docs", include_in_schema=False)
    async def get_docs() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url="/api/openapi.json",
            title="Маршрут: API",
            swagger_js_url="/docs-assets/swagger-ui-bundle.js",
            swagger_css_url="/docs-assets/swagger-ui.css",
            swagger_favicon_url="/docs-assets/favicon.png",
        )
        page.headers["content-security-policy"] = _DOCS_POLICY
        return page
