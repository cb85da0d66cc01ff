"""Every way that something outside can fail, on one page; vendors' own errors are turned into these."""

from __future__ import annotations

from gateway.domain.errors import HandbellError


class PortError(HandbellError):
    """Something outside did not do what it was asked."""


class HookRefused(PortError):
    """The caller could not prove who it is; nothing was kept."""


class Unparseable(PortError):
    """The bytes are kept but say nothing we understand; a person must look."""


class TryLater(PortError):
    """It was not done and may be tried again, not before ``after`` seconds when given."""

    def __init__(self, sentence: str, *, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


class Refused(PortError):
    """It was not done and trying again will not help; ``code`` is the outside's own code."""

    def __init__(self, sentence: str, *, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class Unreachable(Refused):
    """Nothing of ours reaches this address; ``why`` is ``opted_out``, ``landline`` or ``not_in_use``."""

    def __init__(self, sentence: str, *, code: str, why: str) -> None:
        super().__init__(sentence, code=code)
        self.why = why


class OutcomeUnknown(PortError):
    """It may or may not have been done; ask before any second attempt."""


class Misconfigured(PortError):
    """The settings cannot work; a person must change them."""
