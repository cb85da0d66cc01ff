"""Posting by Handbell itself: asked for by the headteacher, done once, and told as it is known and no more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import IO

from gateway.actions.social import accounts
from gateway.actions.social.drafts import digest_of, in_hand
from gateway.domain.errors import InputProblem
from gateway.domain.retries import wait_before
from gateway.domain.scope import Scope
from gateway.domain.social import NETWORKS, YOUTUBE
from gateway.ports.errors import Misconfigured, OutcomeUnknown, PortError, Refused, TryLater
from gateway.ports.social import BuildPublisher, Film, Posted, PublicPicture, PublicPost
from gateway.store import audit, social, social_accounts
from gateway.store.social import Publication
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=30)
"""Longer than any piece of a film takes, and renewed with an upload's beginning; a process that died gives it up after this."""
MOST_TRIES = 4
"""After this many, some twenty minutes, it is not tried any more: a post that comes out hours late surprises everybody."""
MOST_IN_A_PASS = 5
PIECE = 1024 * 1024
"""Bytes of a piece of a film; a multiple of 256 KB, as YouTube wants them."""
LARGEST_FILM = 256 * 1024 * 1024
FILMS = {b"ftyp": "video/mp4", b"moov": "video/quicktime"}
"""What stands at the fifth byte of a film → its type."""
GONE = "Handbell may not post there any more, so nothing was posted."


def ask(scope: Scope, post_id: int, network: str, *, now: datetime) -> int:
    """The headteacher wants a ready post to go out now; the number of the link that says so.

    Raises NoSuchPost, InputProblem. Event: post.asked.
    """
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        account = social_accounts.accounts(scope).get(network)
        if not found.is_ready or network not in found.post.networks:
            raise InputProblem("This post is not for there. Look at it once more.")
        if account is None or not account.is_on:
            raise InputProblem("Handbell does not post there by itself. Take the pack, and post it by hand.")
        held = found.publications.get(network)
        if held is not None and held.state != "refused":
            raise InputProblem(f"It is on its way, or there: look at what stands beside {NETWORKS[network]}.")
        if network == YOUTUBE and social.film(scope, post_id) is None:
            raise InputProblem("Choose the film first.")
        record = audit.append(
            scope, "post.asked", now=now, clause="C5", post=post_id, network=network, content=digest_of(scope, found)
        )
        social.save_publication(scope, _asked(scope, post_id, network, record=record, now=now))
    return record


def stop(scope: Scope, post_id: int, network: str, *, now: datetime) -> None:
    """Let a post that waits not go out after all. Raises NoSuchPost; InputProblem where it is being sent, or is there.

    Event: post.stopped.
    """
    with writing():
        audit.take_turn(scope)
        held = in_hand(scope, post_id).publications.get(network)
        if held is None or held.state != "waiting" or held.leased_until is not None or held.session:
            raise InputProblem("It can no longer be stopped from here. Look at what stands beside it.")
        social.remove_publication(scope, post_id, network)
        audit.append(scope, "post.stopped", now=now, clause="C5", post=post_id, network=network)


def keep_film(scope: Scope, post_id: int, file: IO[bytes], *, now: datetime) -> None:
    """Keep the film of a ready post until it is uploaded. Raises NoSuchPost, InputProblem. Event: post.film_kept."""
    start = file.read(12)
    kind = FILMS.get(start[4:8])
    if kind is None:
        raise InputProblem("This is no film that we know. Save it as MP4, and choose it again.")
    file.seek(0, 2)
    size = file.tell()
    if size > LARGEST_FILM:
        raise InputProblem("This film is larger than 256 MB. Upload it by hand, with the pack.")
    file.seek(0)
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        held = found.publications.get(YOUTUBE)
        if not found.is_ready or YOUTUBE not in found.post.networks or (held is not None and held.state != "refused"):
            raise InputProblem("A film can be added to a post for YouTube that is ready and not on its way.")
        social.keep_film(scope, post_id, type=kind, size=size, pieces=_pieces(file))
        audit.append(scope, "post.film_kept", now=now, clause="C5", post=post_id, bytes=size)


def film_of(scope: Scope, post_id: int) -> int | None:
    """The bytes of the film that waits with a post, or None. No event: nothing is changed."""
    with reading():
        held = social.film(scope, post_id)
    return held[1] if held else None


def publish_due(scope: Scope, build: BuildPublisher, *, key: bytes, clock: Callable[[], datetime]) -> int:
    """Post what was asked for, one after the other; how many are out. Events: post.posted, post.refused, post.unknown."""
    done = 0
    for _ in range(MOST_IN_A_PASS):
        with writing():
            claimed = social.claim_publication(scope, now=clock(), lease_for=LEASE_FOR)
        if claimed is None:
            break
        done += _publish(scope, build, claimed, key=key, clock=clock)
    return done


def look(scope: Scope, post_id: int, network: str, build: BuildPublisher, *, key: bytes, now: datetime) -> bool:
    """Look at the network whether a post of which we do not know is there. Raises NoSuchPost, InputProblem.

    Event: post.posted where it is; otherwise none, for not being seen proves nothing.
    """
    with reading():
        held = in_hand(scope, post_id).publications.get(network)
        account = social_accounts.accounts(scope).get(network)
    if held is None or held.state != "unknown" or account is None:
        raise InputProblem("There is nothing to look for.")
    try:
        found = accounts.publisher(scope, account, build, key=key).find(_public(scope, held))
    except PortError as problem:
        raise InputProblem(str(problem)) from problem
    if found is None:
        return False
    _settle_posted(scope, held, found, now=now)
    return True


def say_not_there(scope: Scope, post_id: int, network: str, *, now: datetime) -> None:
    """Somebody has looked at the network itself and it is not there. Raises NoSuchPost, InputProblem. Event: post.not_there."""
    with writing():
        audit.take_turn(scope)
        held = in_hand(scope, post_id).publications.get(network)
        if held is None or held.state != "unknown":
            raise InputProblem("Its state is known already.")
        record = audit.append(scope, "post.not_there", now=now, clause="C5", post=post_id, network=network)
        why = "Somebody looked: it is not there. It can be posted again."
        social.save_publication(
            scope, replace(held, state="refused", failure=why, settled_at=now, record=record, tried_at=None, session="")
        )


def _publish(
    scope: Scope, build: BuildPublisher, one: Publication, *, key: bytes, clock: Callable[[], datetime]
) -> int:
    """One attempt, the database let go of while it lasts."""
    with reading():
        account = social_accounts.accounts(scope).get(one.network)

    def keep(session: str) -> None:
        with writing():
            until = clock() + LEASE_FOR
            social.note_session(scope, one.post_id, one.network, session=session, leased_until=until)

    try:
        if account is None or not account.is_on:
            raise Refused(GONE) if one.tried_at is None else OutcomeUnknown("It was switched off while it went out.")
        posted = accounts.publisher(scope, account, build, key=key).publish(_public(scope, one), keep=keep)
    except TryLater as failure:
        _put_back(scope, one, failure, now=clock())
    except OutcomeUnknown as failure:
        _settle(scope, one, "unknown", str(failure), now=clock())
    except Misconfigured as failure:
        _settle(scope, one, "unknown" if _may_be_there(one) else "refused", str(failure), now=clock(), is_ours=True)
    except Refused as failure:
        _settle(scope, one, "unknown" if _may_be_there(one) else "refused", str(failure), now=clock())
    except Exception as failure:  # shown beside the post; what is behind it must not wait for it
        log.exception("post not published", extra={"network": one.network})
        _settle(scope, one, "unknown", f"It broke off ({type(failure).__name__}). It may be there.", now=clock())
    else:
        _settle_posted(scope, one, posted, now=clock())
        return 1
    return 0


def _may_be_there(one: Publication) -> bool:
    """Whether an earlier attempt of this one may have arrived."""
    return bool(one.tried_at is not None or one.session)


def _put_back(scope: Scope, one: Publication, failure: TryLater, *, now: datetime) -> None:
    """It is certainly not there, but for an upload that was begun: that is asked again, by its session, how far it came."""
    wait = wait_before(one.attempts + 1, asked=timedelta(seconds=failure.after or 0))
    with writing():
        audit.take_turn(scope)
        held = _now_of(scope, one)
        if held is None:
            return
        if wait is not None and one.attempts + 1 < MOST_TRIES:
            later = replace(held, due_at=now + wait, leased_until=None, tried_at=None, failure=str(failure))
            social.save_publication(scope, later)
            return
    why = f"{failure} It was tried {one.attempts + 1} times."
    if held.session:
        _settle(scope, one, "unknown", f"{why} The film may be there: look at YouTube Studio.", now=now)
    else:
        _settle(scope, one, "refused", f"{why} Nothing was posted.", now=now)


def _settle(scope: Scope, one: Publication, state: str, failure: str, *, now: datetime, is_ours: bool = False) -> None:
    with writing():
        audit.take_turn(scope)
        held = _now_of(scope, one)
        if held is None:
            return
        record = audit.append(
            scope, f"post.{state}", now=now, clause="C5", post=one.post_id, network=one.network, why=failure
        )
        told = replace(held, state=state, failure=failure, settled_at=now, leased_until=None, record=record)
        social.save_publication(scope, told if state == "unknown" else replace(told, tried_at=None, session=""))
        if is_ours:
            accounts.note_failure(scope, one.network, failure, now=now)


def _settle_posted(scope: Scope, one: Publication, posted: Posted, *, now: datetime) -> None:
    with writing():
        audit.take_turn(scope)
        record = audit.append(
            scope,
            "post.posted",
            now=now,
            clause="C5",
            post=one.post_id,
            network=one.network,
            vendor_id=posted.vendor_id,
            address=posted.address,
        )
        held = _now_of(scope, one) or one
        told = replace(held, state="posted", failure="", settled_at=now, leased_until=None, record=record, session="")
        told = replace(told, vendor_id=posted.vendor_id, address=posted.address, is_private=posted.is_private)
        social.save_publication(scope, told)
        if one.network == YOUTUBE:
            social.remove_film(scope, one.post_id)


def _now_of(scope: Scope, one: Publication) -> Publication | None:
    """How a publication stands in the open transaction, or None where it is gone."""
    held = social.publications(scope, [one.post_id])
    return next((each for each in held if each.network == one.network), None)


def _public(scope: Scope, one: Publication) -> PublicPost:
    """What goes out, as it stands in the database. Raises NoSuchPost."""
    with reading():
        found = in_hand(scope, one.post_id)
        film = social.film(scope, one.post_id) if one.network == YOUTUBE else None
        pictures = tuple(
            PublicPicture(each.type, social.picture_content(scope, one.post_id, each.picture_id) or b"", each.alt)
            for each in (found.pictures if one.network != YOUTUBE else ())
        )

    def read(place: int) -> bytes:
        with reading():
            piece = social.film_piece(scope, one.post_id, place // PIECE)
        return piece[place % PIECE :]

    return PublicPost(
        text=found.post.text,
        title=found.post.title,
        description=found.post.description,
        asked_at=one.asked_at,
        pictures=pictures,
        film=Film(film[0], film[1], read) if film else None,
        tried_at=one.tried_at,
        session=one.session,
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _asked(scope: Scope, post_id: int, network: str, *, record: int, now: datetime) -> Publication:
    return Publication(
        post_id=post_id,
        network=network,
        state="waiting",
        how="by_handbell",
        by=scope.actor.key,
        asked_at=now,
        due_at=now,
        leased_until=None,
        attempts=0,
        tried_at=None,
        session="",
        vendor_id="",
        address="",
        is_private=False,
        failure="",
        settled_at=None,
        record=record,
    )
