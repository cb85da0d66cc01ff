"""Making a PDF of a page, so that it can be filed in another system."""

from __future__ import annotations

from typing import Protocol

from gateway.ports.errors import PortError


class CannotPrint(PortError):
    """No PDF could be made of this page on this machine; the sentence says what to do instead."""


class MakePdf(Protocol):
    """Makes a PDF of a page."""

    def __call__(self, page: str) -> bytes:
        """The PDF of a whole HTML page, whose style sheets and fonts are named below ``/static``. Raises CannotPrint."""
        ...
