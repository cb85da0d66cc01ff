"""Seeing that a conversation is better held face to face: reasons about messages, never a score on a person."""

from __future__ import annotations

from gateway.domain.flags.looking import Seen, look

__all__ = ["Seen", "look"]
