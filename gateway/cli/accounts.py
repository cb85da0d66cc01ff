"""Ways in for staff: a password for a member of staff, asked for and never shown."""

from __future__ import annotations

import click

from gateway.actions.accounts import set_password
from gateway.actions.roster import held_roster
from gateway.cli.commands import Commands, equipment, the_school
from gateway.domain.errors import InputProblem

commands = Commands("account", help="Ways in for staff.")


@commands.command("set-password")
@click.argument("email")
def set_one(email: str) -> None:
    """Give the member of staff with this school EMAIL a password; whoever was signed in as them is signed out."""
    scope = the_school()
    roster = held_roster(scope)
    staff = roster.staff if roster is not None else ()
    found = next((one for one in staff if one.email and one.email.lower() == email.strip().lower()), None)
    if found is None:
        raise InputProblem(f"No member of staff has the address {email}; use the one in staff.csv.")
    password = click.prompt(f"New password for {found.name}", hide_input=True, confirmation_prompt=True, err=True)
    set_password(scope, staff_id=found.staff_id, password=password, now=equipment().clock())
    click.echo(f"{found.name} can sign in.", err=True)
