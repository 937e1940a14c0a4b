"""Figures of schools and territories: shares with n and interval, comparison, dynamics, funnel, schools like ours."""
