"""The API application: routers, manners, lifespan. `uvicorn --factory backend.main:create_only_app`."""

import asyncio
import gc
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.datastructures import State
from starlette.middleware.trustedhost import TrustedHostMiddleware

from backend.access.tokens import TokenMaker
from backend.core.clock import Clock
from backend.core.database import create_engine, session_factory
from backend.core.files import make_file_store, sweep_incoming
from backend.core.health import router as health_router
from backend.core.logging import configure_logging
from backend.core.problem_schema import PROBLEM_TYPE, ProblemOut
from backend.core.settings import APP_ROLE, Settings
from backend.core.spa import mount_spa
from backend.core.web import install_manners, refuse_unknown_query
from backend.features.action_points.routes import router as action_points_router
from backend.features.assessments.routes import router as assessments_router
from backend.features.audit.routes import router as audit_router
from backend.features.auth.routes import router as auth_router
from backend.features.calendar.routes import public_router as calendar_file_router
from backend.features.calendar.routes import router as calendar_router
from backend.features.documents.routes import router as documents_router
from backend.features.editions.routes import router as editions_router
from backend.features.execution.routes import router as execution_router
from backend.features.figures.replies import KeptBodies
from backend.features.figures.routes import router as figures_router
from backend.features.identification.routes import router as identification_router
from backend.features.jobs.routes import router as jobs_router
from backend.features.memberships.routes import router as memberships_router
from backend.features.plans.routes import router as plans_router
from backend.features.programmes.routes import router as programmes_router
from backend.features.quality.routes import router as quality_router
from backend.features.risk_profiles.routes import router as risk_profiles_router
from backend.features.schools.routes import router as schools_router
from backend.features.signals.routes import router as signals_router
from backend.features.stages.routes import router as stages_router
from backend.features.support.routes import router as support_router
from backend.features.targets.routes import router as targets_router
from backend.features.task_analysis.routes import router as task_analysis_router
from backend.features.uploads.routes import router as uploads_router
from backend.features.visits.routes import router as visits_router

VERSION = "0.1.0"
_FILE_PATHS = re.compile(
    r"/api/v1/(uploads|results:batch|evidence|plan-imports|editions/[^/]+/act-file|visits/[^/]+/files"
    r"|action-points/[^/]+/done|documents|schools/[^/]+/documents|measures/[^/]+/evidence|risk-level-files|marked-school-files)"
)
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemOut, "content": {PROBLEM_TYPE: {}}, "description": words}
    for status, words in {
        400: "Неизвестный параметр",
        401: "Нужно войти",
        403: "Нет прав",
        404: "Не найдено",
        409: "Действие сейчас невозможно",
        413: "Слишком большой запрос",
        422: "Проверьте данные",
        429: "Слишком много запросов",
        503: "Сервис временно недоступен",
    }.items()
}
_FEATURES = (
    auth_router,
    plans_router,
    editions_router,
    execution_router,
    memberships_router,
    calendar_router,
    schools_router,
    support_router,
    risk_profiles_router,
    visits_router,
    action_points_router,
    documents_router,
    programmes_router,
    quality_router,
    stages_router,
    signals_router,
    assessments_router,
    figures_router,
    task_analysis_router,
    identification_router,
    targets_router,
    uploads_router,
    jobs_router,
    audit_router,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the application of one installation; nothing is opened before the lifespan starts."""
    settings = settings or Settings.load()
    configure_logging()
    app = FastAPI(
        title="Маршрут",
        version=VERSION,
        summary="Дорожная карта поддержки школ с низкими образовательными результатами",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=_operation_id,
    )
    equip(app, settings)
    # What comes as a file counts for itself (access/reception.py): its limit is another.
    install_manners(app, body_limit=settings.json_body_limit, own_limit=_FILE_PATHS)
    if settings.trusted_hosts != ["*"]:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.trusted_hosts)
    api = APIRouter(
        prefix="/api/v1", dependencies=[Depends(refuse_unknown_query)], responses=_ERRORS
    )
    for router in _FEATURES:
        api.include_router(router)
    app.include_router(api)
    app.include_router(health_router)
    app.include_router(calendar_file_router)
    mount_spa(app, settings)
    return app


def create_only_app() -> FastAPI:
    """Build the application of a process that serves no other: what start-up made lives for ever.

    The collector need not look at it again (performance.md 3).
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def equip(app: FastAPI, settings: Settings) -> None:
    """Give a built application one installation to serve, and forget any other; routes do not depend on it."""
    app.state = State(
        {
            "settings": settings,
            "clock": Clock(settings.now),
            "files": make_file_store(settings),
            "kept_bodies": KeptBodies(),
            "tokens": TokenMaker(settings.derived_secret("access-token")),
        }
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    engine = create_engine(app.state.settings, role=APP_ROLE)
    app.state.engine = engine
    app.state.sessions = session_factory(engine)
    app.state.closing = False
    await asyncio.to_thread(sweep_incoming, app.state.files.root)
    yield
    app.state.closing = True
    await engine.dispose()


def _operation_id(route: APIRoute) -> str:
    return route.name
