"""The record from outside: is it whole, and one conversation with its proof in a file."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import click

from gateway.actions.packs import COPY, KINDS, WHOLE, make_pack
from gateway.actions.record import first_break
from gateway.actions.trail import PURPOSES
from gateway.cli.commands import Commands, equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.errors import InputProblem

commands = Commands("audit", help="The record.")


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """Walk the whole record; say where it breaks, and end with 1 if it does."""
    scope = the_school()
    broken, length = first_break(scope, anchored=equipment().anchored(scope.school_id))
    if as_json:
        place = {"link": broken.seq, "why": broken.why} if broken else None
        write_line({"whole": broken is None, "links": length, "broken": place})
    elif broken is None:
        click.echo(f"The record is whole: {length:,} {'link' if length == 1 else 'links'} checked.")
    else:
        click.echo(
            f"A link is broken at record {broken.seq:,}: {broken.why}. Do not change anything. Call your support "
            f"contact. The last good record is {broken.seq - 1:,}."
        )
    context.exit(0 if broken is None else 1)


@commands.command("pack")
@click.argument("thread")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The ZIP file to write; it must not be there yet."
)
@click.option(
    "--purpose", type=click.Choice(list(PURPOSES)), default="evidence", show_default=True, help="Why the pack is made."
)
@click.option("--reason", default="Made on the command line", show_default=True, help="The same in your own words.")
@click.option(
    "--kind", type=click.Choice(list(KINDS)), default=WHOLE, show_default=True, help="A copy covers other children."
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def pack(thread: str, out: Path, purpose: str, reason: str, kind: str, as_json: bool) -> None:
    """Write the evidence pack of one conversation, named by its number, such as T42; the record says that it was made."""
    kit, scope = equipment(), the_school()
    number = re.fullmatch(r"[Tt]?(\d{1,19})", thread)
    if number is None:
        raise InputProblem(f"{thread!r} is not the number of a conversation; write for example T42.")
    if out.exists():
        raise InputProblem(f"{out} is there already; name a file that is not, so that no evidence is written over.")
    try:
        handle, name = tempfile.mkstemp(dir=out.resolve().parent, prefix=".pack-")
    except OSError as failure:
        raise InputProblem(f"{out} cannot be written: {failure.strerror}; name a folder that can be.") from failure
    try:
        with os.fdopen(handle, "wb") as file:
            made = make_pack(scope, int(number[1]), file, purpose=purpose, reason=reason, now=kit.clock(), kind=kind)
        Path(name).replace(out)
    finally:
        Path(name).unlink(missing_ok=True)
    if as_json:
        answer = {"file": str(out), "messages": made.messages, "links": made.links, "record": made.record}
        write_line(answer | ({"covered": made.covered} if kind == COPY else {}))
        return
    if kind == COPY:
        click.echo(f"Names of other children covered: {made.covered}. Read the copy before it leaves the school.")
    click.echo(f"{out}: {made.messages} messages, {made.links} links. Check it with: python verify.py {out.name}")
