"""The anchor: the newest link of each school's record, kept in a file so that a cut tail of the table is noticed."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


class AnchorFile:
    """One small JSON file, school → [number, mark]; written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, school_id: int, seq: int, mark: str) -> None:
        """Remember a school's newest link; one with a lower number than is held changes nothing."""
        held = self._read()
        newest = self.kept(school_id)
        if newest is not None and newest[0] >= seq:
            return
        held[str(school_id)] = [seq, mark]
        self._path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=self._path.parent, prefix=".anchor-")
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(held, file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._path)

    def kept(self, school_id: int) -> tuple[int, str] | None:
        """The number and mark held for a school, or None."""
        found = self._read().get(str(school_id))
        return (int(found[0]), str(found[1])) if found else None

    def forget(self) -> None:
        """Let go of every link: the database begins anew, which only a demo's does."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, list[int | str]]:
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return held if isinstance(held, dict) else {}
