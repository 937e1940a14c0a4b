"""Visits of curators to schools: plan, checklist, findings, report, what the school says."""
