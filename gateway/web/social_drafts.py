"""The page on which a post is written: saved whenever a button is pressed, counted as each network counts, ready at the end."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.social import drafts
from gateway.actions.social.drafts import NotReady, ShownPost
from gateway.domain.errors import InputProblem
from gateway.domain.social import LARGEST_PICTURE, MOST_PICTURES, NETWORKS, Words, counts_of
from gateway.web.downloads import say_size
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID, read_id

pages = Blueprint("social_drafts", __name__, url_prefix="/posts")
"""For who may write posts."""


@pages.get("/new")
def new() -> ResponseReturnValue:
    """An empty page; nothing is kept before a button is pressed."""
    return _page(None)


@pages.post("/new", endpoint="begin")
def begin() -> ResponseReturnValue:
    """Keep a new post, and go on with it."""
    return _work(None)


@pages.get(f"/<{ID}:post_id>/edit")
def edit(post_id: int) -> ResponseReturnValue:
    """A post that is being written; one that is ready leads to where it stands."""
    found = drafts.shown(visitor().scope, post_id)
    return redirect(url_for("social.one", post_id=post_id)) if found.is_ready else _page(found)


@pages.post(f"/<{ID}:post_id>/edit")
def save(post_id: int) -> ResponseReturnValue:
    """Keep what is written, and do what the button says."""
    return _work(post_id)


@pages.post("/count")
def count() -> ResponseReturnValue:
    """How much room the words take, for a page that asks while somebody types; nothing is kept."""
    return render_template("social/_counts.html", counts=counts_of(_words()))


@pages.post(f"/<{ID}:post_id>/change")
def change(post_id: int) -> ResponseReturnValue:
    """Make a post a draft again."""
    drafts.change_again(visitor().scope, post_id, now=now())
    return redirect(url_for(".edit", post_id=post_id))


@pages.get(f"/<{ID}:post_id>/discard")
def ask_discard(post_id: int) -> ResponseReturnValue:
    """What throwing away means, and the button for it."""
    found = drafts.shown(visitor().scope, post_id)
    return render_template("social/discard.html", day=my_day(), found=found)


@pages.post(f"/<{ID}:post_id>/discard")
def discard(post_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    drafts.discard(visitor().scope, post_id, now=now())
    flash("Thrown away.")
    return redirect(url_for("social.show"))


def _work(post_id: int | None) -> ResponseReturnValue:
    scope, sent = visitor().scope, request.form
    alts = {read_id(name.removeprefix("alt-")): said for name, said in sent.items() if name.startswith("alt-")}
    kept = drafts.save(scope, post_id, _words(), networks=sent.getlist("networks"), alts=alts, now=now())
    wrong: tuple[tuple[str, str], ...] = ()
    try:
        _add_picture(kept)
        if sent.get("remove"):
            drafts.remove_picture(scope, kept, read_id(sent["remove"]))
        elif sent.get("do") == "ready":
            drafts.make_ready(scope, kept, now=now())
            return redirect(url_for("social.one", post_id=kept))
    except NotReady as problem:
        wrong = problem.problems
    except InputProblem as problem:
        wrong = (("picture", str(problem)),)
    if wrong:
        return _page(drafts.shown(scope, kept), wrong=wrong), 400
    flash("Saved. Nobody else sees it yet.")
    return redirect(url_for(".edit", post_id=kept))


def _add_picture(post_id: int) -> None:
    file = request.files.get("picture")
    if file is not None and file.filename:
        raw = file.stream.read(LARGEST_PICTURE + 1)
        drafts.add_picture(visitor().scope, post_id, raw, alt=request.form.get("new_alt", ""), now=now())


def _words() -> Words:
    """The words of the form, with the line breaks of every machine alike."""
    said = {name: request.form.get(name, "").replace("\r\n", "\n") for name in ("text", "title", "description")}
    return Words(**said)


def _page(found: ShownPost | None, *, wrong: tuple[tuple[str, str], ...] = ()) -> str:
    words = drafts.words_of(found.post) if found is not None else Words()
    return render_template(
        "social/edit.html",
        day=my_day(),
        found=found,
        words=words,
        counts=counts_of(words),
        networks=NETWORKS,
        most_pictures=MOST_PICTURES,
        say_size=say_size,
        wrong=wrong,
    )
