"""The closed lists of identification."""

from typing import Literal

Status = Literal["low_results", "at_risk", "none", "no_data", "excluded"]
Zone = Literal["red", "yellow", "green"]
Decision = Literal["listed", "monitored", "not_listed"]
AppealState = Literal["submitted", "under_review", "satisfied", "rejected", "withdrawn"]
Procedure = Literal["vpr", "dr", "oge", "ege", "gve9", "gve11", "kr9"]
Wave = Literal["spring", "autumn", "main", "entry", "exit"]
SchoolKind = Literal["sosh", "oosh", "nosh", "lyceum", "gymnasium", "boarding", "corrective"]
Criteria = Literal["any", "all"]
RunState = Literal["computed", "published"]
