"""Whether this machine has the libraries and the Chinese faces that a PDF needs; exit status 0 if so.

Used where there is no Debian package manager to ask.
"""

from __future__ import annotations

import ctypes.util
import shutil
import subprocess
import sys

LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
FACES = ("Noto Sans CJK SC", "Noto Serif CJK SC")


def has_faces() -> bool:
    """Whether fontconfig knows both faces; True where fontconfig's own command is absent, since then we can't tell."""
    if shutil.which("fc-list") is None:
        return True
    known = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return all(face in known for face in FACES)


if __name__ == "__main__":
    sys.exit(not (all(ctypes.util.find_library(name) for name in LIBRARIES) and has_faces()))
