"""Connecting an account at a network, testing it, and forgetting it: the pages behind its card among the channels."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.social import accounts
from gateway.domain.errors import InputProblem
from gateway.domain.social import NETWORKS, TWITTER, YOUTUBE
from gateway.web.channels import SECRET, Field
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor

pages = Blueprint("social_accounts", __name__, url_prefix="/settings/channels/accounts")
"""For who may set channels."""

_ENDS = Field("ends_on", "Last day of the key", "Leave it empty where it does not end.", "date", False)
FORMS: Mapping[str, tuple[Field, ...]] = {
    TWITTER: (
        Field("client_id", "Client ID", "Of the app in X’s developer console, under OAuth 2.0."),
        Field("client_secret", "Client secret", "Of the same app; shown once.", "password"),
        Field("refresh_token", "Refresh token", "Given when the school’s account itself agreed.", "password"),
        _ENDS,
    ),
    YOUTUBE: (
        Field("client_id", "Client ID", "Of the OAuth client in the Google Cloud console."),
        Field("client_secret", "Client secret", "Of the same client.", "password"),
        Field("refresh_token", "Refresh token", "Given when the channel’s own account agreed.", "password"),
        Field(
            "ends_on",
            "Last day of the key",
            "Seven days after it was made while Google lists the app as “Testing”; empty otherwise.",
            "date",
            False,
        ),
    ),
}
"""Network → the fields of its form."""


@pages.get("/<network>/connect")
def connect_form(network: str) -> ResponseReturnValue:
    """The form that connects an account, and what that costs and cannot do."""
    return _form(network)


@pages.post("/<network>/connect")
def connect(network: str) -> ResponseReturnValue:
    """Connect an account after a test; what cannot work stays in the form, its secrets never."""
    fields = FORMS.get(network) or abort(404)
    typed = {one.name: request.form.get(one.name, "") for one in fields}
    missing = [one for one in fields if one.required and not typed[one.name].strip()]
    if missing:
        return _form(network, [(one.name, f"{one.label}: enter it.") for one in missing]), 400
    kit = equipment()
    try:
        accounts.connect(visitor().scope, network, typed, kit.build_publisher, key=kit.settings_key, now=now())
    except InputProblem as problem:
        return _form(network, [(fields[0].name, str(problem))]), 400
    flash(f"{NETWORKS[network]} is connected, and still off. The headteacher switches it on.")
    return redirect(url_for("channels.show", _anchor=network))


@pages.post("/<network>/test")
def test(network: str) -> ResponseReturnValue:
    """Test an account; what was found stands on its card."""
    kit = equipment()
    accounts.test(visitor().scope, network, kit.build_publisher, key=kit.settings_key, now=now())
    return redirect(url_for("channels.show", _anchor=network))


@pages.get("/<network>/disconnect")
def ask_disconnect(network: str) -> ResponseReturnValue:
    """What disconnecting means, and the button for it."""
    name = NETWORKS.get(network) or abort(404)
    return render_template("social/disconnect.html", day=my_day(), name=name)


@pages.post("/<network>/disconnect")
def disconnect(network: str) -> ResponseReturnValue:
    """Forget an account and its key."""
    accounts.disconnect(visitor().scope, network, now=now())
    flash("Disconnected. Its key is forgotten; what was posted stays where it is.")
    return redirect(url_for("channels.show", _anchor=network))


def _form(network: str, problems: list[tuple[str, str]] | None = None) -> str:
    fields = FORMS.get(network) or abort(404)
    typed = {one.name: "" if one.name in SECRET else request.form.get(one.name, "") for one in fields}
    return render_template(
        "social/connect.html",
        day=my_day(),
        network=network,
        name=NETWORKS[network],
        fields=fields,
        typed=typed,
        problems=problems or [],
    )
