"""Whether Handbell is alive, ready and how busy: for load balancers and monitors, without a word of anybody's."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from gateway.actions.health import how_it_stands
from gateway.web.guards import EVERY_SCHOOL, now
from gateway.web.security import limiter

pages = Blueprint("health", __name__)
limiter.exempt(pages)


@pages.get("/healthz")
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Database, migrations, jobs and mailboxes; 503 names what is not ready."""
    standing = how_it_stands(EVERY_SCHOOL, now=now())
    return jsonify(status="ready" if standing.is_ready else "not ready", checks=standing.checks), (
        200 if standing.is_ready else 503
    )


@pages.get("/metrics")
def metrics() -> Response:
    """Counts for Prometheus: queue, outbox, alerts, shelf."""
    standing = how_it_stands(EVERY_SCHOOL, now=now())
    return Response(standing.as_prometheus(), mimetype="text/plain; version=0.0.4")
