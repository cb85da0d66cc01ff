"""The school's own text number: open, confirm, show, and give it up."""

from __future__ import annotations

import re

import click
from flask import current_app

from gateway.actions import text_numbers
from gateway.cli.commands import Commands, equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.errors import InputProblem
from gateway.ports.errors import PortError

commands = Commands("texts", help="The school's own text number, through Twilio.")
as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
price_option = click.option("--pence", default="", help="What a part of a text costs the school, such as 4.2.")


@commands.command("open")
@click.argument("number")
@click.option("--account", required=True, help="The SID of the account at Twilio, which begins with AC.")
@price_option
@click.option("--url", default="", help="Another address of Twilio's service, such as the one in Ireland.")
@as_json_option
def open_one(number: str, account: str, pence: str, url: str, as_json: bool) -> None:
    """Write down the NUMBER that the school rents; its auth token is asked for, and it is off until it is confirmed."""
    kit = equipment()
    token = click.prompt(f"Auth token of {account}", hide_input=True, err=True)
    text_numbers.open_number(
        the_school(),
        number=number,
        account=account,
        token=token.strip(),
        price=_price(pence),
        key=kit.settings_key,
        now=kit.clock(),
        url=url,
    )
    _show(as_json)


@commands.command("confirm")
@click.option("--by", "staff_id", required=True, help="The staff id of the headteacher, a deputy or the office.")
@as_json_option
def confirm(staff_id: str, as_json: bool) -> None:
    """Say that the school's policy covers the number, so that texts may leave by it."""
    text_numbers.confirm_number(the_school(), staff_id=staff_id, now=equipment().clock())
    _show(as_json)


@commands.command("withdraw")
@as_json_option
def withdraw(as_json: bool) -> None:
    """Turn the number off; what waits to leave by text goes by email."""
    text_numbers.withdraw_number(the_school(), now=equipment().clock())
    _show(as_json)


@commands.command("token")
def token() -> None:
    """Put the account's new auth token, which is asked for, in the place of the old one; that counts seven days more."""
    kit = equipment()
    new = click.prompt("New auth token", hide_input=True, err=True)
    text_numbers.change_token(the_school(), new.strip(), key=kit.settings_key, now=kit.clock())
    click.echo("The new token counts from now on.", err=True)


@commands.command("price")
@click.argument("pence")
def price(pence: str) -> None:
    """Note what a part of a text costs the school, in PENCE."""
    text_numbers.change_price(the_school(), _price(pence), now=equipment().clock())
    click.echo("Noted.", err=True)


@commands.command("close")
def close() -> None:
    """Give the number up; the messages that came by it stay."""
    text_numbers.close_number(the_school(), now=equipment().clock())
    click.echo("School has no text number any more.", err=True)


@commands.command("test")
@click.pass_context
def test(context: click.Context) -> None:
    """See that the account, its token, the number and the address that Twilio calls are right; nothing is sent."""
    kit = equipment()
    try:
        text_numbers.prove_number(
            the_school(), kit.build_channel, site=current_app.config["HANDBELL"].site, key=kit.settings_key
        )
    except PortError as problem:
        click.echo(str(problem), err=True)
        context.exit(1)
    click.echo("It works: the number is the account's, and Twilio calls us when a text comes.", err=True)


@commands.command("show")
@as_json_option
def show(as_json: bool) -> None:
    """Say which number it is, whether it is on, and the addresses to enter at Twilio; never its token."""
    _show(as_json)


def _show(as_json: bool) -> None:
    found = text_numbers.standing(the_school(), site=current_app.config["HANDBELL"].site)
    if found is None:
        raise InputProblem("School has no text number; open one with flask texts open.")
    if as_json:
        write_line(
            {
                "number": found.number,
                "sms": found.sms,
                "status": found.status,
                "pence": found.price / 100,
                "confirmed_at": found.confirmed_at.isoformat() if found.confirmed_at else "",
                "confirmed_by": found.confirmed_by,
                "heard_at": found.heard_at.isoformat() if found.heard_at else "",
                "why_off": found.why_off,
            }
        )
        return
    click.echo(f"number   {found.number}\nsms      {found.sms}\nstatus   {found.status}")
    click.echo(f"on       {f'yes, said {found.confirmed_by}' if not found.why_off else 'no'}")
    if found.why_off:
        click.echo(f"{found.why_off} Say so with: flask texts confirm --by STAFF_ID", err=True)


def _price(pence: str) -> int:
    """Pence as written, in hundredths of a penny. Raises InputProblem."""
    if not pence:
        return 0
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", pence):
        raise InputProblem(f"{pence!r} is no price; write the pence of one part, such as 4.2.")
    whole, _, rest = pence.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)
