"""Every rule for a talk, in the order in which they are shown, and what speaks against one."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule
from gateway.domain.flags.rules import quarrel, talk, trouble
from gateway.domain.flags.rules.against import AGAINST

__all__ = ["AGAINST", "RULES"]

RULES: tuple[Rule, ...] = talk.RULES + trouble.RULES + quarrel.RULES
