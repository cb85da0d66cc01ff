"""Which roles hold which rights."""

from __future__ import annotations

from collections.abc import Iterable

RIGHTS: dict[str, frozenset[str]] = {
    "work_office": frozenset({"office", "headteacher", "deputy_head"}),
    "see_today": frozenset({"headteacher", "deputy_head"}),
    "audit": frozenset({"headteacher", "deputy_head"}),
    "take_alerts": frozenset({"headteacher", "dsl", "deputy_dsl"}),
    "send_out_of_hours": frozenset({"headteacher", "deputy_head", "dsl", "deputy_dsl"}),
    "lift_restrictions": frozenset({"headteacher"}),
    "tune_suggestions": frozenset({"headteacher", "deputy_head"}),
    "note_limits": frozenset({"office", "headteacher", "deputy_head", "dsl", "deputy_dsl"}),
    "confirm_contacts": frozenset({"headteacher"}),
    "set_channels": frozenset({"headteacher", "deputy_head", "office"}),
    "carry_posts": frozenset({"headteacher", "deputy_head", "office"}),
    "write_posts": frozenset({"headteacher", "deputy_head"}),
    "publish_posts": frozenset({"headteacher"}),
    "set_hours": frozenset({"headteacher", "deputy_head", "office"}),
}
"""Right → roles. Every signed-in member of staff may read their own inbox, answer in it and see their own hours."""


def may(roles: Iterable[str], right: str) -> bool:
    """Whether somebody with these roles holds the right. Raises KeyError for a right nobody defined."""
    return not RIGHTS[right].isdisjoint(roles)
