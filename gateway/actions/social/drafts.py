"""Writing a post: its words, pictures and networks are kept as they are typed, until it is ready or thrown away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.pictures import cleaned
from gateway.domain.scope import Scope
from gateway.domain.social import (
    LARGEST_PICTURE,
    MOST_ALT,
    MOST_PICTURES,
    NETWORKS,
    Count,
    Words,
    counts_of,
    problems_of,
)
from gateway.store import audit, social
from gateway.store.base import new_id
from gateway.store.social import Picture, Post, Publication
from gateway.store.transaction import reading, writing

LONGEST = 20_000
"""Characters of a field that are kept at all, so that a slip of the hand is no lost text and no flood either."""
MOST_SHOWN = 50


class NoSuchPost(HandbellError):
    """There is no such post; somebody may have thrown it away."""


class NotReady(InputProblem):
    """Something must be put right first; ``problems`` are (field, sentence)."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        super().__init__(" ".join(sentence for _, sentence in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ShownPost:
    """A post with everything that its pages show; ``publications`` by network, only where something was begun."""

    post: Post
    pictures: tuple[Picture, ...]
    publications: Mapping[str, Publication]
    counts: tuple[Count, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def is_ready(self) -> bool:
        """Whether its words stand, and it may be packed and posted."""
        return self.post.ready_at is not None

    @property
    def may_change(self) -> bool:
        """Whether nothing of it has gone out, or may have."""
        return all(one.state == "refused" for one in self.publications.values())


def posts(scope: Scope) -> tuple[ShownPost, ...]:
    """The newest posts, drafts among them, newest first, without their pictures. No event: nothing is changed."""
    with reading():
        found = social.posts(scope, limit=MOST_SHOWN)
        told = social.publications(scope, [one.post_id for one in found])
    return tuple(_shown(one, (), [each for each in told if each.post_id == one.post_id]) for one in found)


def shown(scope: Scope, post_id: int) -> ShownPost:
    """One post. Raises NoSuchPost. No event: nothing is changed."""
    with reading():
        return in_hand(scope, post_id)


def in_hand(scope: Scope, post_id: int) -> ShownPost:
    """One post, in the open transaction. Raises NoSuchPost. No event: nothing is changed."""
    found = social.post(scope, post_id)
    if found is None:
        raise NoSuchPost(NoSuchPost.__doc__)
    return _shown(found, social.pictures(scope, post_id), social.publications(scope, [post_id]))


def save(
    scope: Scope,
    post_id: int | None,
    words: Words,
    *,
    networks: Collection[str],
    alts: Mapping[int, str],
    now: datetime,
) -> int:
    """Keep what is written, complete or not; the post's number, a new one for None. ``alts`` says what each picture shows.

    Raises NoSuchPost; InputProblem where it is ready or longer than anything. No event: a draft tells nobody anything.
    """
    for said in (words.text, words.title, words.description, *alts.values()):
        if len(said) > LONGEST:
            raise InputProblem("This is longer than any post. Shorten it; what was saved before is still there.")
    with writing():
        audit.take_turn(scope)
        if post_id is None:
            post_id = new_id(now)
            post = Post(post_id, (), "", "", "", scope.actor.key, now, None)
        else:
            post = _draft(scope, post_id)
        chosen = tuple(one for one in NETWORKS if one in networks)
        post = replace(
            post, networks=chosen, text=words.text, title=words.title, description=words.description, saved_at=now
        )
        social.save_post(scope, post)
        for picture_id, alt in alts.items():
            social.describe_picture(scope, post_id, picture_id, alt=" ".join(alt.split()))
    return post_id


def add_picture(scope: Scope, post_id: int, raw: bytes, *, alt: str, now: datetime) -> None:
    """Add a picture, without what it carried besides. Raises NoSuchPost, InputProblem. No event: a draft tells nobody."""
    if len(raw) > LARGEST_PICTURE:
        raise InputProblem("This picture is larger than 5 MB. Choose a smaller size when you save or share it.")
    clean = cleaned(raw)
    with writing():
        audit.take_turn(scope)
        _draft(scope, post_id)
        if len(social.pictures(scope, post_id)) >= MOST_PICTURES:
            raise InputProblem(f"A post on Twitter/X holds {MOST_PICTURES} pictures. Take one out first.")
        picture = Picture(new_id(now), clean.type, len(clean.content), " ".join(alt.split()), clean.removed)
        social.add_picture(scope, post_id, picture, content=clean.content)


def remove_picture(scope: Scope, post_id: int, picture_id: int) -> None:
    """Take a picture out. Raises NoSuchPost, InputProblem. No event: a draft tells nobody anything."""
    with writing():
        audit.take_turn(scope)
        _draft(scope, post_id)
        social.remove_picture(scope, post_id, picture_id)


def picture(scope: Scope, post_id: int, picture_id: int) -> tuple[Picture, bytes]:
    """A picture of a post and its bytes. Raises NoSuchPost. No event: it is shown on the post's own page."""
    with reading():
        found = next((one for one in social.pictures(scope, post_id) if one.picture_id == picture_id), None)
        content = social.picture_content(scope, post_id, picture_id)
    if found is None or content is None:
        raise NoSuchPost("There is no such picture; it may have been taken out.")
    return found, content


def make_ready(scope: Scope, post_id: int, *, now: datetime) -> None:
    """Let the words and pictures stand as they are: the pack can be taken. Raises NoSuchPost; NotReady with what is missing.

    Event: post.ready.
    """
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        if found.is_ready:
            return
        if found.problems:
            raise NotReady(found.problems)
        social.save_post(scope, replace(found.post, ready_at=now))
        digest, networks = digest_of(scope, found), list(found.post.networks)
        audit.append(scope, "post.ready", now=now, clause="C5", post=post_id, networks=networks, content=digest)


def change_again(scope: Scope, post_id: int, *, now: datetime) -> None:
    """Make a post a draft again, while nothing of it has gone out. Raises NoSuchPost, InputProblem. Event: post.reopened."""
    with writing():
        audit.take_turn(scope)
        found = in_hand(scope, post_id)
        if not found.may_change:
            raise InputProblem("It has gone out, or is going. What is public is changed at the network itself.")
        if found.is_ready:
            for network in found.publications:
                social.remove_publication(scope, post_id, network)
            social.remove_film(scope, post_id)
            social.save_post(scope, replace(found.post, ready_at=None))
            audit.append(scope, "post.reopened", now=now, clause="C5", post=post_id)


def discard(scope: Scope, post_id: int, *, now: datetime) -> None:
    """Throw a draft away. Raises NoSuchPost, InputProblem where it is ready. Event: post.discarded."""
    with writing():
        audit.take_turn(scope)
        _draft(scope, post_id)
        social.remove_post(scope, post_id)
        audit.append(scope, "post.discarded", now=now, clause="C5", post=post_id)


def digest_of(scope: Scope, found: ShownPost) -> str:
    """One mark over every word and picture of a post, in the open transaction. No event: nothing is changed."""
    post, mark = found.post, sha256()
    for said in (post.text, post.title, post.description):
        mark.update(sha256(said.encode()).digest())
    for one in found.pictures:
        content = social.picture_content(scope, post.post_id, one.picture_id) or b""
        mark.update(sha256(content).digest() + sha256(one.alt.encode()).digest())
    return mark.hexdigest()


def words_of(post: Post) -> Words:
    """The words of a post. No event: nothing is changed."""
    return Words(post.text, post.title, post.description)


def _draft(scope: Scope, post_id: int) -> Post:
    found = social.post(scope, post_id)
    if found is None:
        raise NoSuchPost(NoSuchPost.__doc__)
    if found.ready_at is not None:
        raise InputProblem("This post is ready, so its words stand. Choose “Change it again” first.")
    return found


def _shown(post: Post, pictures: tuple[Picture, ...], told: Collection[Publication]) -> ShownPost:
    words = words_of(post)
    undescribed = tuple(
        (f"alt-{one.picture_id}", f"Say what picture {number} shows, for people who cannot see it.")
        for number, one in enumerate(pictures, 1)
        if not one.alt
    )
    long = tuple(
        (
            f"alt-{one.picture_id}",
            f"Say it in {MOST_ALT:,} characters: what picture {number} shows has {len(one.alt):,}.",
        )
        for number, one in enumerate(pictures, 1)
        if len(one.alt) > MOST_ALT
    )
    problems = (*problems_of(words, post.networks), *undescribed, *long)
    return ShownPost(post, pictures, {one.network: one for one in told}, counts_of(words), problems)
