"""What all nouns have in common: they are frozen, refuse unknown fields, and go to JSON and back unchanged."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Noun(BaseModel):
    """A frozen value. A change makes a new object: `figure.model_copy(update={...})`."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
