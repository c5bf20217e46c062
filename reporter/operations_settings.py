"""The tables of `reporter.toml` for work that nobody watches."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DailySettings(_Table):
    """`[daily]`: what `reporter daily` builds, how long it waits, and whom it tells that it ran."""

    desks: tuple[str, ...] = ()
    """Desks that are built every session; the one of `desk` where there are none."""
    deadline_minutes: float = Field(default=180, ge=0)
    """How long after the close final data are waited for."""
    poll_minutes: float = Field(default=10, gt=0)
    """How long is waited between two looks."""
    catch_up: int = Field(default=5, ge=0)
    """How many missed sessions are made up for; more are a matter of `reporter backfill`."""
    correct_within: int = Field(default=21, ge=0)
    """How many sessions back published editions are held against prices that were revised since."""
    correct_beyond: float = Field(default=0.0005, gt=0)
    """From which relative change of a price on a correction is prepared."""
    site: bool = False
    """Whether the website is built when editions were published."""
    keep_held: int = Field(default=90, ge=1)
    """Days after which held editions and logs that nobody asked for are removed."""
    ping_success: str = ""
    ping_failure: str = ""
    ping_holiday: str = ""
    """Addresses that are asked for after a run, for a service that notices when none comes."""
