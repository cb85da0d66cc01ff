"""The settings page of the channels: what each can do, how it does, tests, connecting, pausing, and the secrets of bridges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from gateway.actions import channels, connecting, endpoints, mailboxes, proving, text_numbers
from gateway.actions.channels import Card
from gateway.actions.endpoints import Opened
from gateway.actions.proving import Proved
from gateway.actions.relay_setup import relay_setup
from gateway.actions.social import accounts
from gateway.domain.channels import CALLING, CLOSED
from gateway.domain.delivery import STATES, can_prove
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor

pages = Blueprint("channels", __name__, url_prefix="/settings/channels")
"""For who may set channels."""

SECRET = frozenset({"password", "client_secret", "refresh_token"})
"""Fields that are never shown again."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name, what stands above it and beneath, and its kind in HTML."""

    name: str
    label: str
    hint: str
    type: str = "text"
    required: bool = True


_ADDRESS = Field("address", "The mailbox’s address", "The mailbox that families write to.", "email")
_ENDS = Field(
    "key_ends_on", "Last day of the secret", "As it was shown when it was made. We tell you days before.", "date", False
)
FORMS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "graph": (
        "Microsoft 365",
        (
            _ADDRESS,
            Field("tenant", "Directory (tenant) ID", "On the overview of the app registration."),
            Field("client_id", "Application (client) ID", "On the same page."),
            Field("client_secret", "Client secret", "Its value, which Microsoft shows once.", "password"),
            _ENDS,
        ),
    ),
    "gmail": (
        "Google Workspace",
        (
            _ADDRESS,
            Field("client_id", "Client ID", "Of the OAuth client in the Google Cloud console."),
            Field("client_secret", "Client secret", "Of the same client.", "password"),
            Field("refresh_token", "Refresh token", "Given when the mailbox itself agreed.", "password"),
        ),
    ),
    "imap": (
        "Another mail server (IMAP and SMTP)",
        (
            _ADDRESS,
            Field("host", "Server for mail that comes in (IMAP)", "For example imap.example.org."),
            Field("smtp_host", "Server for mail that leaves (SMTP)", "For example smtp.example.org."),
            Field("user", "User name", "Leave it empty where it is the address.", "text", False),
            Field("password", "Password", "An app password, where the server gives those.", "password"),
        ),
    ),
}
"""Kind of mailbox → how people call it, and the fields of its form."""

TAGS: Mapping[str, tuple[str, str, str]] = {
    "working": ("rang", "check-circle", "Working"),
    "new": ("", "clock", "Not heard yet"),
    "paused": ("held", "hand-palm", "Paused"),
    "failing": ("stop", "warning-octagon", "Failing"),
    "silent": ("held", "warning", "Silent"),
    "stuck": ("stop", "warning-octagon", "Not leaving"),
    "test_failed": ("stop", "warning-octagon", "Test failed"),
    "by_hand": ("", "hand", "By hand"),
    "off": ("", "x", "Off"),
}
"""State of a channel → the mark that stands beside its name."""
NO_DOOR: Mapping[str, str] = {
    "tapestry": "Tapestry offers programs no way in or out. Its emails say that something waits there, never what.",
    "school_gateway": "School Gateway offers programs no way in or out. What a parent writes there stays there.",
    "schoolcomms": "SchoolComms offers programs no way in or out. Replies to its emails can be forwarded to school email.",
}
"""What is true of an app of the school that has no public interface (docs/channels.md names the sources)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what a channel can do: its icon, its first words, and the rest."""

    icon: str
    head: str
    rest: str


def lines_of(card: Card) -> tuple[Line, ...]:
    """What a channel can do today, from its capabilities and what it can prove."""
    if card.state == "off":
        return (Line("x", "Nothing", "comes in or goes out by it."),)
    can = card.can
    came = (
        Line("check", "Comes in", "by itself")
        if can.receive
        else Line("hand", "Comes in", "when somebody copies it in")
    )
    by_person = Line("hand", "Goes out", "by a person: copy, open, say it is done")
    gone = Line("check", "Goes out", "by itself") if can.send else by_person
    long = (Line("check", "Length", f"at most {can.max_length} characters"),) if can.max_length else ()
    files = (
        Line("check", "Files", "go with it") if can.attachments else Line("x", "Files", "do not go out with a message")
    )
    return (came, gone, _known(card), *long, *((files,) if can.send else ()))


def _known(card: Card) -> Line:
    """What a channel tells of a message that left by it."""
    proved = [
        STATES[one].words.lower() for one in ("dispatched", "delivered", "opened") if can_prove(card.channel, one)
    ]
    if not card.can.send:
        return Line("x", "Knows", "nothing about delivery but what that person says")
    if proved and card.can.receipts:
        teller = "its bridge tells" if card.channel in CLOSED else "the phone network tells"
        return Line("check", "Knows", f"what {teller}: {', '.join(proved)}, or not delivered")
    return Line("check", "Knows", "when a mail server refuses it or sends it back. Cannot know whether it was read")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every channel: what it can do, how it does, and what its last test found."""
    return _page()


@pages.get("/connect/<kind>")
def connect_form(kind: str) -> ResponseReturnValue:
    """The form that connects a mailbox of a kind."""
    return _form(kind)


@pages.post("/connect/<kind>")
def connect(kind: str) -> ResponseReturnValue:
    """Connect a mailbox after it was opened; what cannot work stays in the form, its secrets never."""
    _, fields = FORMS.get(kind) or abort(404)
    typed = {one.name: request.form.get(one.name, "") for one in fields}
    missing = [one for one in fields if one.required and not typed[one.name].strip()]
    if missing:
        return _form(kind, [(one.name, f"{one.label}: enter it.") for one in missing]), 400
    try:
        connecting.connect(visitor().scope, kind, typed, equipment(), now=now())
    except InputProblem as problem:
        return _form(kind, [(fields[0].name, str(problem))]), 400
    flash("School email is connected. It is read from now on.")
    return redirect(url_for(".show"))


@pages.post("/mailboxes/<mailbox>/test")
def test(mailbox: str) -> ResponseReturnValue:
    """Test a mailbox or way out; what was found stands on the page."""
    connecting.test(visitor().scope, mailbox, equipment(), now=now())
    return redirect(url_for(".show", _anchor="school_email"))


@pages.post("/mailboxes/<mailbox>/pause")
def pause(mailbox: str) -> ResponseReturnValue:
    """Use it no more for a while."""
    connecting.pause(visitor().scope, mailbox, now=now())
    flash("Paused. What comes waits in the mailbox; what is to leave waits here.")
    return redirect(url_for(".show", _anchor="school_email"))


@pages.post("/mailboxes/<mailbox>/resume")
def resume(mailbox: str) -> ResponseReturnValue:
    """Use it again."""
    connecting.resume(visitor().scope, mailbox, now=now())
    flash("Started again.")
    return redirect(url_for(".show", _anchor="school_email"))


@pages.get("/mailboxes/<mailbox>/disconnect")
def ask_disconnect(mailbox: str) -> ResponseReturnValue:
    """What disconnecting means, and the button for it."""
    part = next((one for card in _cards() for one in card.parts if one.held.endpoint == mailbox), None) or abort(404)
    return render_template("channels/disconnect.html", day=my_day(), part=part)


@pages.post("/mailboxes/<mailbox>/disconnect")
def disconnect(mailbox: str) -> ResponseReturnValue:
    """Forget where a mailbox is and its key; what came from it stays."""
    mailboxes.remove_mailbox(visitor().scope, mailbox, now=now())
    flash("Disconnected. Its key is forgotten; every message stays.")
    return redirect(url_for(".show"))


@pages.post("/bridges/<channel>/open")
def open_bridge(channel: str) -> ResponseReturnValue:
    """Open the endpoint of a channel; its secret is shown on the page that follows, and never again."""
    opened = endpoints.open_endpoint(
        visitor().scope, "bridge", channel=channel, key=equipment().settings_key, now=now()
    )
    return _secret(opened)


@pages.post("/bridges/<channel>/rotate")
def rotate(channel: str) -> ResponseReturnValue:
    """Give a channel's endpoint a new secret, shown once; the old one counts a week longer."""
    return _secret(
        endpoints.rotate_key(visitor().scope, _endpoint(channel), key=equipment().settings_key, now=now()), is_new=False
    )


@pages.get("/bridges/<channel>/close")
def ask_close(channel: str) -> ResponseReturnValue:
    """What closing means, and the button for it."""
    endpoint = _endpoint(channel)
    return render_template(
        "channels/close.html", day=my_day(), channel=channel, name=CALLING[channel], endpoint=endpoint
    )


@pages.post("/bridges/<channel>/close")
def close(channel: str) -> ResponseReturnValue:
    """Let nobody call at a channel's endpoint any more."""
    endpoints.close_endpoint(visitor().scope, _endpoint(channel), now=now())
    flash(f"Closed. {CALLING[channel]} is carried by hand from now on.")
    return redirect(url_for(".show", _anchor=channel))


@pages.post("/bridges/<channel>/test")
def test_bridge(channel: str) -> ResponseReturnValue:
    """Test the door of a channel's bridge: what its secret signed is let in, and nothing else."""
    _endpoint(channel)
    kit = equipment()
    found = proving.prove_bridge(visitor().scope, channel, kit.build_hook, key=kit.settings_key, now=now())
    works = "A call with its secret is let in. Whether the bridge runs shows when it last called."
    refused = "calls that were unsigned, late, changed, or signed with another channel’s secret or an ended one"
    flash(_said(found, works, refused))
    return redirect(url_for(".show", _anchor=channel))


@pages.post("/texts/test")
def test_texts() -> ResponseReturnValue:
    """Test the text number; nothing is sent."""
    kit = equipment()
    found = proving.prove_texts(
        visitor().scope, kit.build_channel, kit.build_hook, site=_site(), key=kit.settings_key, now=now()
    )
    flash(
        _said(found, "The number is the account’s, and Twilio calls us when a text comes.", "calls that nobody signed")
    )
    return redirect(url_for(".show", _anchor="schoolcomms_text"))


def _said(found: Proved, works: str, refused: str) -> str:
    """What a test found, as sentences: whether it works, then whether it is fenced in."""
    fence = (
        f"It is fenced in: {refused} were refused, as they should be."
        if found.is_fenced
        else "It is not fenced in, or that could not be tried. Make a new secret, and test again."
    )
    return f"It does not work. {found.failure} {fence}" if found.failure else f"It works. {works} {fence}"


@pages.post("/texts/confirm")
def confirm_texts() -> ResponseReturnValue:
    """Somebody who may says that the school's policy covers its text number."""
    text_numbers.confirm_number(visitor().scope, staff_id=visitor().key, now=now())
    flash("Texts are on. Your name stands beside that in the record.")
    return redirect(url_for(".show", _anchor="schoolcomms_text"))


@pages.post("/texts/withdraw")
def withdraw_texts() -> ResponseReturnValue:
    """Turn the text number off; what waits goes by email."""
    text_numbers.withdraw_number(visitor().scope, now=now())
    flash("Texts are off. What waited goes by email.")
    return redirect(url_for(".show", _anchor="schoolcomms_text"))


def _site() -> str:
    return str(current_app.config["HANDBELL"].site)


def _cards() -> tuple[Card, ...]:
    return channels.cards(visitor().scope, site=_site(), key=equipment().settings_key, now=now())


def _page() -> str:
    found = _cards()
    return render_template(
        "channels/show.html",
        day=my_day(),
        cards=found,
        lines={one.channel: lines_of(one) for one in found},
        tags=TAGS,
        no_door=NO_DOOR,
        closed=CLOSED,
        forms=FORMS,
        site=_site(),
        showing=accounts.cards(visitor().scope, now=now()),
        relay=relay_setup(visitor().scope, key=equipment().settings_key),
    )


def _form(kind: str, problems: list[tuple[str, str]] | None = None) -> str:
    name, fields = FORMS.get(kind) or abort(404)
    typed = {one.name: "" if one.name in SECRET else request.form.get(one.name, "") for one in fields}
    return render_template(
        "channels/connect.html", day=my_day(), kind=kind, name=name, fields=fields, typed=typed, problems=problems or []
    )


def _endpoint(channel: str) -> str:
    """The open endpoint of a channel that a bridge carries."""
    found = next((one for one in endpoints.open_endpoints(visitor().scope) if one.channel == channel), None)
    if found is None or channel not in CLOSED:
        raise InputProblem("This channel has no bridge; open one on the page of channels.")
    return found.endpoint


def _secret(opened: Opened, *, is_new: bool = True) -> Response:
    return make_response(
        render_template(
            "channels/secret.html",
            day=my_day(),
            opened=opened,
            name=CLOSED[opened.channel],
            address=f"{_site()}/hooks/connector/{opened.endpoint}",
            is_new=is_new,
        )
    )
