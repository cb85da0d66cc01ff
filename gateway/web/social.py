"""The pages of posts for whoever may carry them: the list, one post, its pictures, its pack, and where it was posted."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.social import accounts, carrying, drafts, packs
from gateway.actions.social.drafts import NoSuchPost, ShownPost
from gateway.domain.errors import InputProblem
from gateway.domain.permissions import may
from gateway.domain.social import NETWORKS
from gateway.web.downloads import as_file, say_size
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("social", __name__, url_prefix="/posts")
"""For who may carry posts; a draft is for who may write it."""

LARGEST_IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a pack from which it is put together on the disk."""
STATES: Mapping[str, tuple[str, str, str]] = {
    "draft": ("", "notebook", "Being written"),
    "ready": ("held", "hand", "Ready to be posted"),
    "waiting": ("held", "clock", "Going out"),
    "posted": ("rang", "check-circle", "Posted"),
    "refused": ("stop", "warning-octagon", "Not posted"),
    "unknown": ("stop", "question", "We do not know"),
}
"""State of a post, or of it on one network → the mark that stands beside it."""


@pages.get("")
def show() -> ResponseReturnValue:
    """The newest posts; who only carries them sees those that are ready."""
    found = drafts.posts(visitor().scope)
    shown = [one for one in found if one.is_ready or _may_write()]
    return render_template("social/list.html", day=my_day(), found=shown, states=STATES, networks=NETWORKS)


@pages.get(f"/<{ID}:post_id>")
def one(post_id: int) -> ResponseReturnValue:
    """One post that is ready; one that is still being written leads to where it is."""
    found = _found(post_id)
    if not found.is_ready:
        return redirect(url_for("social_drafts.edit", post_id=post_id))
    return _page(found)


@pages.get(f"/<{ID}:post_id>/pictures/<{ID}:picture_id>")
def picture(post_id: int, picture_id: int) -> ResponseReturnValue:
    """A picture of a post."""
    _found(post_id)
    shown, content = drafts.picture(visitor().scope, post_id, picture_id)
    return as_file(content, name="picture", kind=shown.type)


@pages.post(f"/<{ID}:post_id>/pack")
def pack(post_id: int) -> ResponseReturnValue:
    """The pack as a file; who took it is written down."""
    _found(post_id)
    file = tempfile.SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY)  # noqa: SIM115 - the answer reads and closes it
    try:
        packs.make_pack(visitor().scope, post_id, file, now=now())
    except InputProblem:
        file.close()
        raise
    file.seek(0)
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=f"post-{post_id}.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post(f"/<{ID}:post_id>/<network>/posted")
def posted(post_id: int, network: str) -> ResponseReturnValue:
    """Somebody says that they have posted it by hand."""
    found, address = _found(post_id), request.form.get("address", "")
    try:
        carrying.carry(visitor().scope, post_id, network, address, now=now())
    except InputProblem as problem:
        return _page(found, problem=(network, str(problem), address)), 400
    flash(f"Written down: it is on {NETWORKS[network]}.")
    return redirect(url_for(".one", post_id=post_id))


@pages.post(f"/<{ID}:post_id>/<network>/not-posted")
def not_posted(post_id: int, network: str) -> ResponseReturnValue:
    """It was not posted by hand after all."""
    _found(post_id)
    carrying.take_back(visitor().scope, post_id, network, now=now())
    flash("Taken back. It is ready to be posted.")
    return redirect(url_for(".one", post_id=post_id))


@pages.app_errorhandler(NoSuchPost)
def gone(problem: NoSuchPost) -> ResponseReturnValue:
    """No such post: one sentence, and the way on."""
    return show_error("404", 404, sentence=str(problem))


def _found(post_id: int) -> ShownPost:
    """A post that this visitor may see. Raises NoSuchPost."""
    found = drafts.shown(visitor().scope, post_id)
    if not found.is_ready and not _may_write():
        raise NoSuchPost(NoSuchPost.__doc__)
    return found


def _may_write() -> bool:
    return may(visitor().roles, "write_posts")


def _page(found: ShownPost, *, problem: tuple[str, str, str] = ("", "", "")) -> str:
    return render_template(
        "social/one.html",
        day=my_day(),
        found=found,
        states=STATES,
        networks=NETWORKS,
        say_size=say_size,
        wrong=problem,
        may_write=_may_write(),
        on={one for one in found.post.networks if accounts.is_on(visitor().scope, one)},
    )
