"""A small built world for tests: an own office with three schools, a foreign region with one, everybody in a role.

Every name and text of the foreign region carries `CANARY`: no reply to somebody of the own office may hold it.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.access.tokens import Claims
from tests.world.action_points import action_points_rows
from tests.world.documents import documents_rows
from tests.world.dossier import dossier_rows
from tests.world.execution import execution_rows
from tests.world.identification import identification_rows
from tests.world.names import (
    CANARY,
    CLIENT_ROLES,
    NO_PASSWORD,
    NOW,
    OFFICE_ROLES,
    PERSON_ROLES,
    SUBJECTS,
    key,
)
from tests.world.people import people_rows
from tests.world.plans import plans_rows
from tests.world.programmes import programmes_rows
from tests.world.quality import quality_rows
from tests.world.registry import registry_rows
from tests.world.results import results_rows
from tests.world.scales import scales_rows
from tests.world.signals import signals_rows
from tests.world.support import support_rows
from tests.world.targets import targets_rows
from tests.world.visits import visits_rows

__all__ = [
    "CANARY",
    "CLIENT_ROLES",
    "NOW",
    "NO_PASSWORD",
    "OFFICE_ROLES",
    "PERSON_ROLES",
    "SUBJECTS",
    "World",
    "build_world",
    "key",
]


@dataclass
class World:
    """Names of objects to their ids, and what a role needs to sign in."""

    claims: dict[str, Claims] = field(default_factory=dict)

    def id(self, name: str) -> UUID:
        return key(name)


async def build_world(session: AsyncSession) -> World:
    """Write the world as the worker role; the caller commits."""
    world = World()
    for row in [
        *registry_rows(),
        *people_rows(world.claims),
        *plans_rows(),
        *execution_rows(),
        *support_rows(),
        *results_rows(),
        *scales_rows(),
        *dossier_rows(),
        *visits_rows(),
        *action_points_rows(),
        *documents_rows(),
        *programmes_rows(),
        *quality_rows(),
        *identification_rows(),
        *targets_rows(),
        *signals_rows(),
    ]:
        session.add(row)
        # One by one: the order above satisfies the foreign keys.
        await session.flush()
    return world
