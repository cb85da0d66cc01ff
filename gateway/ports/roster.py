"""Where a school's people come from: a source that reads a whole school, and everything it found wrong on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gateway.domain.errors import InputProblem
from gateway.domain.roster import Roster


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or worth knowing in one file; ``line`` counts from 1, 0 is the file itself; ``column`` may be blank."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """One line: "contacts.csv, line 14, column email: 'x' is not an email address; correct it or leave it blank."."""
        place = [self.file]
        if self.line:
            place.append(f"line {self.line}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.sentence}"


Tell = Callable[[Finding], None]


def tell_nobody(notice: Finding) -> None:
    """For callers who have nowhere to show a notice."""


class RosterProblems(InputProblem):
    """The school folder cannot be used as it stands; nothing was imported."""

    def __init__(self, problems: Sequence[Finding]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        opening = (
            f"The school folder has {count}, so nothing of it was used; correct every line below and run it again."
        )
        super().__init__("\n".join([opening, *map(str, self.problems)]))


class RosterSource(Protocol):
    """Reads everybody of a school at once."""

    def __call__(self, folder: Path, *, tell: Tell = tell_nobody) -> Roster:
        """The school that a folder describes; ``tell`` hears what was passed over. Raises RosterProblems with every problem."""
        ...
