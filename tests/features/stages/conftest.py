"""The decree as it is seeded: the same installation on which the plan is tested."""

from tests.features.plans.conftest import decree, decree_template

__all__ = ["decree", "decree_template"]
