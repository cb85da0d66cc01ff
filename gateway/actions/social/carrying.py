"""What a person posted by hand from a pack: where it is, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from gateway.actions.social.drafts import in_hand
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.domain.social import NETWORKS, TWITTER, YOUTUBE
from gateway.store import audit, social
from gateway.store.social import Publication
from gateway.store.transaction import writing

_PLACES: Mapping[str, tuple[frozenset[str], re.Pattern[str]]] = {
    TWITTER: (
        frozenset({"x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com"}),
        re.compile(r"/[A-Za-z0-9_]{1,15}/status/(\d{1,20})"),
    ),
    YOUTUBE: (
        frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be", "studio.youtube.com"}),
        re.compile(r"/(?:watch\?(?:[^#]*&)?v=|shorts/|video/)?([A-Za-z0-9_-]{11})(?:[/?&#].*)?"),
    ),
}
"""Network → its hosts, and the path of a single post with its id."""
_EXAMPLES = {TWITTER: "https://x.com/school/status/1234567890", YOUTUBE: "https://youtu.be/abcdefghijk"}


def carry(scope: Scope, post_id: int, network: str, address: str, *, now: datetime) -> None:
    """Somebody says that they have posted it, and where. Raises NoSuchPost, InputProblem. Event: post.carried."""
    vendor_id, place = placed(network, address)
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        if not found.is_ready or network not in found.post.networks:
            raise InputProblem("This post is not for there. Look at it once more.")
        held = found.publications.get(network)
        if held is not None and held.state in ("waiting", "posted"):
            raise InputProblem(f"It is written down already: look at what stands beside {NETWORKS[network]}.")
        record = audit.append(scope, "post.carried", now=now, clause="C5", post=post_id, network=network, address=place)
        social.save_publication(
            scope,
            Publication(
                post_id=post_id,
                network=network,
                state="posted",
                how=held.how if held is not None and held.state == "unknown" else "by_hand",
                by=scope.actor.key,
                asked_at=now,
                due_at=now,
                leased_until=None,
                attempts=0,
                tried_at=None,
                session="",
                vendor_id=vendor_id,
                address=place,
                is_private=False,
                failure="",
                settled_at=now,
                record=record,
            ),
        )


def take_back(scope: Scope, post_id: int, network: str, *, now: datetime) -> None:
    """It was not posted by hand after all. Raises NoSuchPost, InputProblem. Event: post.carry_taken_back."""
    with writing():
        audit.take_turn(scope)
        held = in_hand(scope, post_id).publications.get(network)
        if held is None or held.how != "by_hand":
            raise InputProblem("Nobody has said that they posted this by hand.")
        social.remove_publication(scope, post_id, network)
        audit.append(
            scope, "post.carry_taken_back", now=now, clause="C5", post=post_id, network=network, address=held.address
        )


def placed(network: str, address: str) -> tuple[str, str]:
    """The network's id of a post, and its address, from what somebody pasted. Raises InputProblem. No event: only read."""
    if network not in NETWORKS:
        raise InputProblem("There is no such network; choose one from the page.")
    hosts, path = _PLACES[network]
    try:
        parts = urlsplit(address.strip() if "://" in address else f"https://{address.strip()}")
        host = (parts.hostname or "").lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    found = path.match(parts.path + (f"?{parts.query}" if parts.query else ""))
    if parts.scheme not in ("http", "https") or host not in hosts or found is None:
        raise InputProblem(f"Paste the address of the post on {NETWORKS[network]}, like {_EXAMPLES[network]}.")
    vendor_id = found[1]
    account = parts.path.split("/")[1] if network == TWITTER else ""
    whole = f"https://x.com/{account}/status/{vendor_id}" if account else f"https://www.youtube.com/watch?v={vendor_id}"
    return vendor_id, whole
