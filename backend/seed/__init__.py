"""The demonstration: registry, the decree № 64-од, the story up to 17.03.2021, synthetic results at three scales."""

from backend.seed.stages import is_seeded, run_seed

__all__ = ["is_seeded", "run_seed"]
