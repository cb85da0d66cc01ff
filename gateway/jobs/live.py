"""Which schools are live: whose jobs may run, and whose mailboxes may be watched."""

from __future__ import annotations

from flask import Flask

from gateway.actions.contacts_check import may_run
from gateway.actions.schools import every_school
from gateway.domain.scope import Scope


def live_schools(app: Flask) -> tuple[Scope, ...]:
    """The schools whose jobs run: in production a new one waits until its headteacher has declared the out-of-hours plan."""
    is_strict = app.config["HANDBELL"].environment == "production"
    return tuple(one for one in every_school() if not is_strict or may_run(one))
