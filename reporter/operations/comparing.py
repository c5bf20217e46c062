"""Two versions of an edition side by side: figures whose printed value changed, and files that differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.briefing_file import read_briefing
from reporter.model import Briefing, Figure

ASIDE = ("gates.json", "manifest.json", "revisions.json", "manifest.json.sig")
"""Files that tell of an edition, not the edition itself."""


@dataclass(frozen=True)
class Changed:
    """One figure that a reader would see otherwise; None where it was not there, or is not any more."""

    id: str
    unit: str
    decimals: int
    before: float | None
    after: float | None

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "unit": self.unit, "decimals": self.decimals, "before": self.before, "after": self.after}


def figures_changed(before: Briefing, after: Briefing) -> list[Changed]:
    """Figures whose value differs as it is printed, by id."""
    old, new = ({figure.id: figure for figure in briefing.figures} for briefing in (before, after))
    found = []
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if _shown(one) != _shown(other):
            known = one or other
            assert known is not None
            found.append(Changed(name, known.unit, known.decimals, _value(one), _value(other)))
    return found


def claims_changed(before: Briefing, after: Briefing) -> list[str]:
    """Claims that only one of two briefings makes."""
    return sorted({claim.id for claim in before.claims} ^ {claim.id for claim in after.claims})


def files_changed(before: Path, after: Path) -> list[str]:
    """Names of files that only one folder has, or that differ."""
    names = {path.name for folder in (before, after) for path in folder.iterdir() if path.is_file()} - set(ASIDE)
    return sorted(name for name in names if _bytes(before / name) != _bytes(after / name))


def compared(before: Path, after: Path) -> dict[str, Any]:
    """Everything that differs between two folders of one edition, as plain values."""
    old, new = read_briefing(before / "briefing.json"), read_briefing(after / "briefing.json")
    return {
        "files": files_changed(before, after),
        "figures": [each.as_json() for each in figures_changed(old, new)],
        "claims": claims_changed(old, new),
    }


def _shown(figure: Figure | None) -> float | None:
    return None if figure is None else round(figure.value, figure.decimals)


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
