"""What machines ask of the process: alive, ready, version, metrics."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend.core.errors import Unavailable

router = APIRouter(tags=["health"])
_HEAD = Path(__file__).parents[2] / "migrations" / "HEAD"


class AliveOut(BaseModel):
    status: str


class VersionOut(BaseModel):
    name: str
    version: str
    migration: str


@router.get("/livez")
async def get_liveness() -> AliveOut:
    """Say that the process answers; never touches the database."""
    return AliveOut(status="ok")


@router.get("/readyz")
async def get_readiness(request: Request) -> AliveOut:
    """Say that requests can be served: the database answers and its schema is ours; else 503."""
    if request.app.state.closing:
        raise Unavailable("Сервис завершает работу.", headers={"Retry-After": "5"})
    try:
        async with request.app.state.sessions() as session:
            found = await session.scalar(text("select version_num from alembic_version"))
    except ProgrammingError:
        found = None  # an empty database, or one of somebody else
    if found != expected_migration():
        raise Unavailable("База данных ещё обновляется.", headers={"Retry-After": "5"})
    return AliveOut(status="ok")


@router.get("/version")
async def get_version(request: Request) -> VersionOut:
    """Name the release and the schema it expects."""
    return VersionOut(name="marshrut", version=request.app.version, migration=expected_migration())


@router.get("/metrics", include_in_schema=False)
async def get_metrics() -> Response:
    """Prometheus text; the proxy of a deployment keeps it inside."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def expected_migration() -> str:
    """Return the id of the newest migration of this code."""
    return _HEAD.read_text(encoding="ascii").strip()
