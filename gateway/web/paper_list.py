"""The office's paper list, on the screen and in print: families whom nothing that school writes can reach."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.actions import paper_list
from gateway.web.frame import my_day
from gateway.web.guards import visitor

pages = Blueprint("paper_list", __name__, url_prefix="/office/paper")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every child whose family is told on paper, and why; and each message for which no way was left."""
    scope = visitor().scope
    found, ended = paper_list.paper_list(scope), paper_list.ended(scope)
    return render_template("paper_list/show.html", day=my_day(), found=found, ended=ended)
