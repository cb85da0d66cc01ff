"""The office's paper list, on the screen and in print: families whom nothing that school writes can reach."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.actions.paper_list import paper_list
from gateway.web.frame import my_day
from gateway.web.guards import visitor

pages = Blueprint("paper_list", __name__, url_prefix="/office/paper")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every child whose family is told on paper, and why."""
    return render_template("paper_list/show.html", day=my_day(), found=paper_list(visitor().scope))
