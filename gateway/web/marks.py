"""The small marks of a page, drawn once each: icons, faces, channel badges and tags; a list has hundreds of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from gateway.domain.approaches import SPOKEN, WAYS
from gateway.domain.channels import CALLING, TEXT

SPRITE = "/static/icons/handbell-icons.svg"
NOT_IN_A_FACE = frozenset({"Mr", "Mrs", "Miss", "Ms", "Mx", "Dr", "The"})


@dataclass(frozen=True, slots=True)
class Channel:
    """How a way of writing is shown: its icon and its full name."""

    icon: str
    name: str


CHANNELS = {
    "school_email": Channel("envelope-simple", "School email"),
    "page": Channel("chats", "Handbell page"),
    "report": Channel("shield-check", "Report"),
    "tapestry": Channel("notebook", "Tapestry"),
    "school_gateway": Channel("device-mobile", "School Gateway"),
    "schoolcomms": Channel("chat-text", "SchoolComms"),
    TEXT: Channel("chat-text", CALLING[TEXT]),
    **{key: Channel("hand" if key in SPOKEN else "prohibit", one.name) for key, one in WAYS.items()},
}
"""The channels that exist today, and the ways that are none; a badge is drawn for nothing else."""


@lru_cache(maxsize=512)
def icon(name: str, kind: str = "") -> Markup:
    """An icon of the sprite; it stands beside words, never alone. ``kind`` is a further class, such as ``icon--l``."""
    classes = f"icon {kind}" if kind else "icon"
    drawn = Markup('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>')
    return drawn.format(classes, SPRITE, name)


@lru_cache(maxsize=4096)
def face(name: str, side: str = "home") -> Markup:
    """The letters of a person: school people (``school``) stand in an arch, families (``home``) in a round."""
    return Markup('<span class="face face--{}" aria-hidden="true">{}</span>').format(side, initials(name))


@lru_cache(maxsize=64)
def channel(name: str) -> Markup:
    """A channel by its icon and full name."""
    shown = CHANNELS[name]
    return Markup('<span class="chan">{}{}</span>').format(icon(shown.icon), shown.name)


@lru_cache(maxsize=512)
def tag(kind: str, glyph: str, words: str) -> Markup:
    """A mark with its words; ``kind`` is ``held``, ``rang``, ``meet``, ``stop`` or ``rest``."""
    return Markup('<span class="tag tag--{}">{}{}</span>').format(kind, icon(glyph), words)


@lru_cache(maxsize=4096)
def child(first_name: str, class_name: str) -> Markup:
    """A child as a list names them: "Zofia, Robin Class"; never with a surname."""
    words = f"{first_name}, {class_name}" if class_name else first_name
    return Markup('<span class="chan">{}{}</span>').format(icon("student"), words)


def initials(name: str) -> str:
    """The letters that a face shows: the first of the first and of the last word, titles and articles left out."""
    words = [one for one in name.split() if one.rstrip(".") not in NOT_IN_A_FACE]
    return "".join(one[0] for one in (words[:1] + words[1:][-1:])).upper()
