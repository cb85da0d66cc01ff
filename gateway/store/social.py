"""Posts for the public: their words and pictures, the film of one, and what became of each on each network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, delete, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection, is_postgresql


class PostRow(Base):
    """One post. ``networks`` are keys of ``domain.social.NETWORKS``, a comma between; ``ready_at`` is None for a draft."""

    __tablename__ = "posts"

    school_id: Mapped[SchoolId]
    post_id: Mapped[Id]
    networks: Mapped[str]
    text: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    written_by: Mapped[Code]
    saved_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]


class PictureRow(Base):
    """A picture of a post, as it may go out; ``removed`` says what it carried besides, a line each."""

    __tablename__ = "post_pictures"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "post_id"], ["posts.school_id", "posts.post_id"]),
        Index(None, "school_id", "post_id"),
    )

    school_id: Mapped[SchoolId]
    picture_id: Mapped[Id]
    post_id: Mapped[int]
    type: Mapped[Code]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    alt: Mapped[str]
    removed: Mapped[str]


class FilmRow(Base):
    """The film of a post while it waits to be handed to the network."""

    __tablename__ = "post_films"
    __table_args__ = (ForeignKeyConstraint(["school_id", "post_id"], ["posts.school_id", "posts.post_id"]),)

    school_id: Mapped[SchoolId]
    post_id: Mapped[Id]
    type: Mapped[Code]
    size: Mapped[int]


class FilmPieceRow(Base):
    """A piece of a film; all but the last are as long as each other."""

    __tablename__ = "post_film_pieces"
    __table_args__ = (ForeignKeyConstraint(["school_id", "post_id"], ["post_films.school_id", "post_films.post_id"]),)

    school_id: Mapped[SchoolId]
    post_id: Mapped[Id]
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class PublicationRow(Base):
    """What became of a post on one network. ``state``: ``waiting``, ``posted``, ``refused`` or ``unknown``; ``how``:
    ``by_hand`` or ``by_handbell``. ``vendor_id`` and ``address`` are the network's, ``failure`` a sentence for people.

    ``tried_at`` is when an attempt began that may have reached it, ``session`` what the publisher needs to go on with it.
    """

    __tablename__ = "publications"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "post_id"], ["posts.school_id", "posts.post_id"]),
        Index(None, "school_id", "state", "due_at"),
    )

    school_id: Mapped[SchoolId]
    post_id: Mapped[Id]
    network: Mapped[Key]
    state: Mapped[Code]
    how: Mapped[Code]
    by: Mapped[Code]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]
    session: Mapped[str]
    vendor_id: Mapped[str] = mapped_column(String(64))
    address: Mapped[str]
    is_private: Mapped[bool]
    failure: Mapped[str]
    settled_at: Mapped[datetime | None]
    record: Mapped[int]


@dataclass(frozen=True, slots=True)
class Post:
    """A post, as read back."""

    post_id: int
    networks: tuple[str, ...]
    text: str
    title: str
    description: str
    written_by: str
    saved_at: datetime
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post without its bytes, of which there are ``size``."""

    picture_id: int
    type: str
    size: int
    alt: str
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of a post on one network, as read back; ``record`` is the number of the link that says the last of it."""

    post_id: int
    network: str
    state: str
    how: str
    by: str
    asked_at: datetime
    due_at: datetime
    leased_until: datetime | None
    attempts: int
    tried_at: datetime | None
    session: str
    vendor_id: str
    address: str
    is_private: bool
    failure: str
    settled_at: datetime | None
    record: int


_post_columns = [column for column in PostRow.__table__.columns if column.name != "school_id"]
_publication_columns = [column for column in PublicationRow.__table__.columns if column.name != "school_id"]


def save_post(scope: Scope, post: Post) -> None:
    """Write a post, new or in the place of what it was."""
    row = {column.name: getattr(post, column.name) for column in _post_columns} | {"networks": ",".join(post.networks)}
    mine = (PostRow.school_id == scope.school_id) & (PostRow.post_id == post.post_id)
    if connection().execute(update(PostRow).where(mine).values(**row)).rowcount == 0:
        connection().execute(insert(PostRow), {"school_id": scope.school_id, **row})


def post(scope: Scope, post_id: int) -> Post | None:
    """One post, or None."""
    mine = (PostRow.school_id == scope.school_id) & (PostRow.post_id == post_id)
    row = connection().execute(select(*_post_columns).where(mine)).first()
    return _post(row) if row else None


def posts(scope: Scope, *, limit: int) -> tuple[Post, ...]:
    """The newest posts, drafts among them, newest first."""
    found = (
        select(*_post_columns).where(PostRow.school_id == scope.school_id).order_by(PostRow.post_id.desc()).limit(limit)
    )
    return tuple(_post(row) for row in connection().execute(found))


def remove_post(scope: Scope, post_id: int) -> None:
    """Forget a draft with its pictures."""
    remove_film(scope, post_id)
    for table in (PictureRow, PostRow):
        connection().execute(delete(table).where(table.school_id == scope.school_id, table.post_id == post_id))


def add_picture(scope: Scope, post_id: int, picture: Picture, *, content: bytes) -> None:
    """Add a picture behind the others of a post."""
    row = {"picture_id": picture.picture_id, "post_id": post_id, "type": picture.type, "alt": picture.alt}
    removed = "\n".join(picture.removed)
    connection().execute(
        insert(PictureRow), {"school_id": scope.school_id, **row, "content": content, "removed": removed}
    )


def describe_picture(scope: Scope, post_id: int, picture_id: int, *, alt: str) -> None:
    """Put other words in the place of what a picture shows."""
    connection().execute(update(PictureRow).where(*_picture(scope, post_id, picture_id)).values(alt=alt))


def remove_picture(scope: Scope, post_id: int, picture_id: int) -> bool:
    """Take a picture out of a post; False when it was not there."""
    return connection().execute(delete(PictureRow).where(*_picture(scope, post_id, picture_id))).rowcount == 1


def pictures(scope: Scope, post_id: int) -> tuple[Picture, ...]:
    """The pictures of a post in their order, without their bytes."""
    row = PictureRow
    found = (
        select(row.picture_id, row.type, func.length(row.content), row.alt, row.removed)
        .where(row.school_id == scope.school_id, row.post_id == post_id)
        .order_by(row.picture_id)
    )
    return tuple(
        Picture(one[0], one[1], one[2], one[3], tuple(one[4].splitlines())) for one in connection().execute(found)
    )


def picture_content(scope: Scope, post_id: int, picture_id: int) -> bytes | None:
    """The bytes of a picture, or None."""
    found = select(PictureRow.content).where(*_picture(scope, post_id, picture_id))
    content = connection().scalar(found)
    return bytes(content) if content is not None else None


def keep_film(scope: Scope, post_id: int, *, type: str, size: int, pieces: Iterable[bytes]) -> None:
    """Keep the film of a post, in the place of another; ``pieces`` are as long as each other but for the last."""
    remove_film(scope, post_id)
    row = {"school_id": scope.school_id, "post_id": post_id}
    connection().execute(insert(FilmRow), row | {"type": type, "size": size})
    for place, content in enumerate(pieces):
        connection().execute(insert(FilmPieceRow), row | {"place": place, "content": content})


def film(scope: Scope, post_id: int) -> tuple[str, int] | None:
    """The type and the bytes of a post's film, or None."""
    found = select(FilmRow.type, FilmRow.size).where(FilmRow.school_id == scope.school_id, FilmRow.post_id == post_id)
    row = connection().execute(found).first()
    return (row.type, row.size) if row else None


def film_piece(scope: Scope, post_id: int, place: int) -> bytes:
    """A piece of a film; empty where there is none."""
    piece = FilmPieceRow
    content = connection().scalar(
        select(piece.content).where(piece.school_id == scope.school_id, piece.post_id == post_id, piece.place == place)
    )
    return bytes(content) if content is not None else b""


def remove_film(scope: Scope, post_id: int) -> None:
    """Forget the film of a post: the network has it, or nobody wants it there."""
    for table in (FilmPieceRow, FilmRow):
        connection().execute(delete(table).where(table.school_id == scope.school_id, table.post_id == post_id))


def save_publication(scope: Scope, one: Publication) -> None:
    """Write what became of a post on a network, new or in the place of what was known."""
    row: dict[str, Any] = {column.name: getattr(one, column.name) for column in _publication_columns}
    mine = _publication(scope, one.post_id, one.network)
    if connection().execute(update(PublicationRow).where(*mine).values(**row)).rowcount == 0:
        connection().execute(insert(PublicationRow), {"school_id": scope.school_id, **row})


def remove_publication(scope: Scope, post_id: int, network: str) -> None:
    """Forget that a post was to go to a network: nothing of it went."""
    connection().execute(delete(PublicationRow).where(*_publication(scope, post_id, network)))


def publications(scope: Scope, post_ids: Iterable[int]) -> tuple[Publication, ...]:
    """What became of these posts, on every network that was tried."""
    row = PublicationRow
    found = select(*_publication_columns).where(row.school_id == scope.school_id, row.post_id.in_(tuple(post_ids)))
    return tuple(Publication(*one) for one in connection().execute(found))


def last_posted(scope: Scope) -> dict[str, datetime]:
    """Network → when the newest post went there."""
    row = PublicationRow
    found = (
        select(row.network, func.max(row.settled_at))
        .where(row.school_id == scope.school_id, row.state == "posted")
        .group_by(row.network)
    )
    return {one[0]: one[1] for one in connection().execute(found) if one[1] is not None}


def claim_publication(scope: Scope, *, now: datetime, lease_for: timedelta) -> Publication | None:
    """Take one that is due and that nobody works on, noting that an attempt begins; None when there is none.

    It is given back as it stood before, so that ``tried_at`` tells of an earlier attempt whose end nobody saw.
    """
    row = PublicationRow
    free = (
        select(*_publication_columns)
        .where(
            row.school_id == scope.school_id,
            row.state == "waiting",
            row.due_at <= now,
            or_(row.leased_until.is_(None), row.leased_until <= now),
        )
        .order_by(row.due_at)
        .limit(1)
    )
    found = connection().execute(free.with_for_update(skip_locked=True) if is_postgresql() else free).first()
    if found is None:
        return None
    one = Publication(*found)
    connection().execute(
        update(row)
        .where(*_publication(scope, one.post_id, one.network))
        .values(leased_until=now + lease_for, tried_at=now, attempts=one.attempts + 1)
    )
    return one


def note_session(scope: Scope, post_id: int, network: str, *, session: str, leased_until: datetime) -> None:
    """Note what is needed to go on with an attempt, and hold it longer."""
    connection().execute(
        update(PublicationRow)
        .where(*_publication(scope, post_id, network))
        .values(session=session, leased_until=leased_until)
    )


def _post(row: Any) -> Post:
    return Post(
        post_id=row.post_id,
        networks=tuple(one for one in row.networks.split(",") if one),
        text=row.text,
        title=row.title,
        description=row.description,
        written_by=row.written_by,
        saved_at=row.saved_at,
        ready_at=row.ready_at,
    )


def _picture(scope: Scope, post_id: int, picture_id: int) -> tuple[Any, ...]:
    row = PictureRow
    return row.school_id == scope.school_id, row.post_id == post_id, row.picture_id == picture_id


def _publication(scope: Scope, post_id: int, network: str) -> tuple[Any, ...]:
    row = PublicationRow
    return row.school_id == scope.school_id, row.post_id == post_id, row.network == network
