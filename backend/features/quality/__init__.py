"""«Качество данных»: what contradicts itself or is missing, by rule, with age and owner."""
