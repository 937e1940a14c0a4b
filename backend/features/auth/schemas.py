"""The wire shapes of logging in."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class TokenOut(BaseModel):
    """An access token; `expires_in` in seconds of the real clock."""

    access_token: str
    token_type: str
    expires_in: int


class RoleOut(BaseModel):
    role: str
    role_title: str
    unit_title: str | None


class MeOut(BaseModel):
    """Who is signed in and what the screen may offer; `now` is the clock of the product."""

    id: str
    kind: str
    login: str
    full_name: str
    roles: list[RoleOut]
    permissions: list[str]
    now: datetime
    demo_moment: bool


class PasswordIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    current_password: str = Field(max_length=200)
    new_password: str = Field(max_length=200)
