"""A `briefing.json`, read back."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from reporter.errors import DataError
from reporter.model import Briefing


def read_briefing(path: Path) -> Briefing:
    """The briefing in a JSON file; a DataError that names the file and the first place that is wrong."""
    try:
        return Briefing.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise DataError(f"{path} is no briefing of this version: {place}: {first['msg']}.") from error
