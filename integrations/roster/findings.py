"""What the readers of a school folder found: problems that stop an import, and notices that do not."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.ports.roster import Finding, RosterProblems, Tell

FILES = ("school.toml", "calendar.csv", "staff.csv", "classes.csv", "pupils.csv", "contacts.csv", "absences.csv")
"""In the order in which a person would put them right."""
_LONGEST_SHOWN = 60


@dataclass(slots=True)
class Findings:
    """Collects both kinds and gives them in the order of files and lines."""

    problems: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    def problem(self, file: str, sentence: str, *, line: int = 0, column: str = "") -> None:
        """Note what stops the import."""
        self.problems.append(Finding(file, line, column, sentence))

    def notice(self, file: str, sentence: str, *, line: int = 0, column: str = "") -> None:
        """Note what a person should know and the import can live with."""
        self.notices.append(Finding(file, line, column, sentence))

    def problems_in(self, file: str) -> bool:
        """Whether this file has a problem so far."""
        return any(one.file == file for one in self.problems)

    def tell(self, tell: Tell) -> None:
        """Hand every notice to whoever listens."""
        for one in sorted(self.notices, key=_place):
            tell(one)

    def refusal(self) -> RosterProblems:
        """Every problem, as the error to raise."""
        return RosterProblems(sorted(self.problems, key=_place))


def _place(one: Finding) -> tuple[int, int]:
    return (FILES.index(one.file) if one.file in FILES else -1, one.line)


def shown(value: str) -> str:
    """A value as a sentence shows it: in quotes, control characters spelled out, the middle of a long one left out."""
    short = value if len(value) <= _LONGEST_SHOWN else f"{value[:40]}…{value[-10:]}"
    return repr(short)
