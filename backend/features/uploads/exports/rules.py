"""The rules and layouts in the wire shape: what `marshrut check` and scripts of others check by."""

from functools import cache

from backend.domain.scores.rules import RULES
from backend.features.uploads.intake.layouts import load_profiles, rules_version
from backend.features.uploads.schemas.findings import LayoutOut, UploadRuleOut, UploadRulesOut


@cache
def upload_rules() -> UploadRulesOut:
    """Return the whole catalogue; it changes with a release only."""
    return UploadRulesOut(
        version=rules_version(),
        rules=[
            UploadRuleOut(
                code=code, severity=rule.severity, title=rule.title, how_to_fix=rule.how_to_fix
            )
            for code, rule in RULES.items()
        ],
        layouts=[
            LayoutOut(
                code=profile.code,
                title=profile.title,
                source=profile.source,
                required=sorted(profile.required),
                fields={field: list(words) for field, words in profile.words.items()},
            )
            for profile in load_profiles().values()
        ],
    )
