"""One folder per capability; features never import each other (checked by import-linter)."""
