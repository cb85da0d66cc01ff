"""Every rule for a talk, in the order in which they are shown, and what speaks against one."""

from __future__ import annotations

from gateway.domain.flags.rule import Rule
from gateway.domain.flags.rules import private, quarrel, talk, trouble
from gateway.domain.flags.rules.against import AGAINST, PUTS_OFF, SARCASTIC, SETTLED, TO_ALL

__all__ = ["AGAINST", "PUTS_OFF", "RULES", "SARCASTIC", "SETTLED", "TO_ALL"]

RULES: tuple[Rule, ...] = talk.RULES + private.RULES + trouble.RULES + quarrel.RULES
