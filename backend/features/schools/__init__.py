"""The register of schools and the passport of one."""
