"""Reads of figures: one statement each, beside the version of the data."""

from backend.features.figures.queries.comparing import compare, dynamics
from backend.features.figures.queries.lists import list_figures
from backend.features.figures.queries.pictures import funnel, similar
from backend.features.figures.queries.sources import list_sources

__all__ = ["compare", "dynamics", "funnel", "list_figures", "list_sources", "similar"]
