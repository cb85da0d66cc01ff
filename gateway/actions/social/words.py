"""What stands in the plain files of a post's pack."""

from __future__ import annotations

from collections.abc import Collection

from gateway.domain.social import LINK_WEIGHT, MOST_WEIGHT, TWITTER, YOUTUBE

_HEAD = """A post of {school}, ready to go out
{line}

Somebody posts this by hand, from the school's own account and never from their own.
Please tick the checklist first.
"""
_TWITTER = """
Twitter/X
---------
1. Sign in at x.com with the school's account.
2. Press Post. Copy all of twitter/text.txt into it. X counts it as shown in twitter/count.txt.
{pictures}3. Press "Everyone can reply" and choose "Only accounts you mention". Replies to a post are never
   answered in public: who has a question writes to the school by email.
4. Read it once more. Post it.
5. Copy the address of the post. In Handbell, open the post, press "It is posted", and paste it.
"""
_PICTURES = """   Add the pictures from the folder pictures, in their order. Press "Add description" on each and
   copy what it shows from pictures/what-they-show.txt.
"""
_YOUTUBE = """
YouTube
-------
1. Sign in at studio.youtube.com with the school's account. Press Create, Upload videos, and choose the film.
2. Copy youtube/title.txt into Title and youtube/description.txt into Description.
{thumbnail}3. Audience: say truthfully whether it is made for children. Comments: turn them off.
4. Visibility: choose Private first, watch it through, and then choose what was agreed.
5. Copy the address of the film. In Handbell, open the post, press "It is posted", and paste it.
"""
_THUMBNAIL = """   Thumbnail: the first picture of the folder pictures may be used.
"""
_FOOT = """
The pictures carry no place, time, camera or name any more: they show what they show, and nothing else.
Please delete this folder when it is posted.
"""
_CHECKS = """Before it goes out
==================
[ ] Would I still post it in two days?
[ ] Does it promote or announce an event, show our work, or share a useful link?
[ ] Does it say nothing that reflects badly on school or staff, and nobody's own opinion?
[ ] Does it not say where pupils will be, and when?
[ ] Is nothing in it that the headteacher has not released yet?
"""
_CHECKS_OF_PICTURES = """[ ] Have I looked at every face in every picture, one by one?
[ ] Has every child's family agreed in writing to this network? No answer means no.
[ ] Does no name of a child stand anywhere: not in the words, on a coat peg, a certificate or a screen?
[ ] Does the description of each picture say what it shows, without a name?
"""
_CHECKS_OF_FILM = """[ ] Have I watched the whole film, with sound, for faces and for names that are called?
[ ] Has every child's family agreed in writing to YouTube? No answer means no.
"""
_CHECKS_FOOT = """
Handbell does not look at faces and does not check permissions here. Somebody must.
"""


def read_me(*, school: str, networks: Collection[str], pictures: int) -> str:
    """How to post it, step by step."""
    head = f"A post of {school}, ready to go out"
    parts = [_HEAD.format(school=school, line="=" * len(head))]
    if TWITTER in networks:
        parts.append(_TWITTER.format(pictures=_PICTURES if pictures else ""))
    if YOUTUBE in networks:
        parts.append(_YOUTUBE.format(thumbnail=_THUMBNAIL if pictures else ""))
    return "".join([*parts, _FOOT])


def checklist(*, networks: Collection[str], pictures: int) -> str:
    """What a person answers before it goes out; Handbell answers none of it."""
    parts = [_CHECKS, _CHECKS_OF_PICTURES if pictures else "", _CHECKS_OF_FILM if YOUTUBE in networks else ""]
    return "".join([*parts, _CHECKS_FOOT])


def counted(weight: int) -> str:
    """How long X takes it to be."""
    return (
        f"X counts {weight} of {MOST_WEIGHT}.\n"
        f"Every link counts as {LINK_WEIGHT}, however long it is, and most emoji as 2.\n"
    )
