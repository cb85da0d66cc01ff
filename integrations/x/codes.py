"""What X's refusals mean to us (docs.x.com/x-api/fundamentals/response-codes-and-errors, read November 2026)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.ports.errors import Misconfigured, PortError, Refused
from integrations.http import Answer

NO_CREDIT = 402
"""Answered once the prepaid credit is used up."""
LONGEST = 200


def error_of(answer: Answer) -> PortError:
    """The port error for an answer that is no success; a refusal is told in X's own words, shortened."""
    said = answer.fields()
    detail = _detail(said)
    if answer.status == NO_CREDIT or str(said.get("type", "")).endswith("/credits"):
        return Misconfigured(
            "The prepaid credit at X is used up. Buy some in X's developer console, then post it again."
        )
    if answer.status == 403 and "duplicate" in detail.lower():
        return Refused("These words are on X already, and X takes no post twice.", code="duplicate")
    if answer.status == 401:
        return Misconfigured("X does not know our key any more (401). Connect the account again.")
    if answer.status == 403 and _is_about_the_key(said):
        return Misconfigured("X does not let our key post (403). Connect the account again.")
    return Refused(
        f"X refuses it ({answer.status}): {detail}" if detail else f"X refuses it ({answer.status}).",
        code=str(answer.status),
    )


def _detail(said: Mapping[str, Any]) -> str:
    told = said.get("detail") or said.get("title") or ""
    line = " ".join(str(told).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _is_about_the_key(said: Mapping[str, Any]) -> bool:
    problem, reason = str(said.get("type", "")), str(said.get("reason", ""))
    return problem.endswith(("/client-forbidden", "/oauth1-permissions", "/unsupported-authentication")) or (
        reason == "client-not-enrolled"
    )
