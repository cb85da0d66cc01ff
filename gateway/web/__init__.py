"""The register of doors: each blueprint with the guard that stands before all of its routes."""

from __future__ import annotations

from flask import Blueprint, Flask

from gateway.settings import Settings
from gateway.web import health
from gateway.web.errors import show_errors
from gateway.web.guards import Guard, login_manager, public
from gateway.web.security import protect

REGISTER: tuple[tuple[Blueprint, Guard], ...] = ((health.pages, public),)
"""Blueprint → guard. A page group that is not in here cannot be reached."""


def open_doors(app: Flask, settings: Settings) -> None:
    """Register every blueprint behind its guard, and note which guard each endpoint has."""
    protect(app, settings)
    show_errors(app)
    login_manager.init_app(app)
    guards: dict[str, str] = {"static": public.__name__}
    for blueprint, guard in REGISTER:
        app.before_request_funcs.setdefault(blueprint.name, []).append(guard)
        app.register_blueprint(blueprint)
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith(f"{blueprint.name}."):
                guards[rule.endpoint] = guard.__name__
    app.extensions["handbell.guards"] = guards
