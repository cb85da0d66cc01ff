"""Asking the hours of a school folder: who would see a message when, for questions on standard input."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gateway.cli.folders import read_folder, show_notices
from gateway.cli.lines import answer_lines, text_of
from gateway.cli.refusing import Refusing
from gateway.domain.errors import InputProblem
from gateway.domain.promises import OFFICE, Staffing, plan

commands = Refusing("hours", help="Working hours.")


@commands.command("plan")
@click.option(
    "--school",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The school folder to read the hours from.",
)
@click.option("--json", "_as_json", is_flag=True, help="Accepted; the answers are JSON lines in any case.")
def plan_lines(folder: Path, _as_json: bool) -> None:
    """Say when each message would be seen: JSON lines {"staff","at"} in, one promise a line out."""
    roster, notices = read_folder(folder)
    show_notices(notices)
    staffing = Staffing.of(roster)
    answer_lines(sys.stdin.buffer, lambda question: _answer(staffing, question))


def _answer(staffing: Staffing, question: dict[str, Any]) -> dict[str, Any]:
    staff, written = text_of(question, "staff"), text_of(question, "at")
    if staff not in staffing.workers:
        raise InputProblem(f"staff {staff!r} is in no row of staff.csv; use a staff_id from it, or {OFFICE!r}.")
    try:
        promise = plan(staffing, staff, _moment(written))
    except OverflowError as failure:
        raise InputProblem(
            f"at {written!r} is outside the years a calendar knows; give a time near its terms."
        ) from failure
    return {
        "staff": staff,
        "at": written,
        "on_duty": promise.on_duty,
        "visible_at": promise.visible_at.isoformat() if promise.visible_at else None,
        "visible_to": promise.visible_to,
        "why": promise.why,
        "reply_by": promise.reply_by.isoformat() if promise.reply_by else None,
    }


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.utcoffset() is None:
        raise InputProblem(f"at {text!r} is not a time with an offset; write it as 2026-11-23T08:15:00+00:00.")
    return at
