"""One defect for every rule: what to write on the clean case, and which object must then be named."""

from tests.features.quality.plants.offices import PLAN, RESULTS, SCHOOLS, SUPPORT
from tests.features.quality.plants.papers import DOCUMENTS, PROGRAMMES
from tests.features.quality.plants.shape import Planted
from tests.features.quality.plants.visits import ACTION_POINTS, RISK_PROFILES, VISITS

PLANTS: dict[str, Planted] = (
    PLAN
    | SCHOOLS
    | SUPPORT
    | VISITS
    | RISK_PROFILES
    | DOCUMENTS
    | PROGRAMMES
    | ACTION_POINTS
    | RESULTS
)
