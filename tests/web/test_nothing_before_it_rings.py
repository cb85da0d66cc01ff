"""Every page that a member of staff can walk to, while a message waits: not a word of it, until it rings."""

from __future__ import annotations

import re
from collections import deque
from datetime import timedelta
from html import unescape
from urllib.parse import urldefrag

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.release import release_due
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, mail, submit

EVENING = MONDAY_MORNING + timedelta(hours=12)
TUESDAY = MONDAY_MORNING + timedelta(days=1)
FIRST = "<first@mail.example>"
SUGGESTED = re.compile(r'class="(meet|tag tag--meet)"')
"""The card that suggests a talk, and its mark in a list."""
MOST = 400
"""Pages of one walk; more than any role has without what opens by a question alone."""
LATER = {
    "a plain message": "And the scarf?",
    "an absence": "Zofia is ill and will not be in school tomorrow.",
    "a complaint": "This is a formal complaint about the lost scarf.",
    "hostile words": "You are useless, you stupid incompetent woman. I am sick of your lies, you are a disgrace.",
}


def walk(client: FlaskClient) -> dict[str, str]:
    """Every page that links lead to from the inbox, by its whole address; none is asked for twice."""
    seen: dict[str, str] = {}
    ahead = deque(["/inbox", "/office", "/today"])
    while ahead and len(seen) < MOST:
        place = ahead.popleft()
        place = place.partition("?")[0] if place.startswith("/report?page=") else place
        if place in seen:
            continue
        answer = client.get(place, follow_redirects=True)
        assert answer.status_code in (200, 403), place
        seen[place] = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
        ahead.extend(unescape(urldefrag(one).url) for one in re.findall(r'href="(/(?!static)[^"]+)"', seen[place]))
    assert not set(ahead) - seen.keys() - {one for one in ahead if one.startswith("/report?page=")}
    return seen


def lines(page: str) -> list[str]:
    """What a page says, line by line, without times of day and tokens."""
    said = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", "\n", page)
    said = re.sub(r"\b\d{1,2}:\d\d(am|pm)?\b", "TIME", said)
    return [one.strip() for one in said.split("\n") if one.strip()]


@pytest.fixture
def waits(sqlite_school: Flask, clock: SetClock) -> int:
    """A conversation that has rung for Miss Nair and the office, and in which the family wrote again in the evening."""
    ill = mail(text="Zofia is ill today and will not be in school.", subject="Zofia", message_id=FIRST)
    begun = arrives(sqlite_school, ill, MONDAY_MORNING - timedelta(hours=1))
    clock.now = MONDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=clock.now)
    clock.now = EVENING
    more = "She cries every night because of the giraffe, and the other girls leave her out. I do not know what to do."
    again = arrives(sqlite_school, mail(text=more, subject="Re: Zofia", in_reply_to=FIRST), clock.now)
    assert again.flags, "it calls for a talk, which may not be said either"
    arrives(sqlite_school, mail(text="The giraffe again.", subject="A giraffe"), clock.now)
    assert begun.thread_id == again.thread_id
    return begun.thread_id or 0


@pytest.mark.clause("C3")
@pytest.mark.parametrize("staff_id", ["nair", "okafor", "ashdown", "castellan", "garrod"])
def test_no_page_says_a_word_of_what_waits(sqlite_school: Flask, clock: SetClock, waits: int, staff_id: str) -> None:
    client = come_in(sqlite_school, staff_id)
    submit(client, "/inbox", "/off-duty", why="trip")
    pages = walk(client)
    assert len(pages) > 10
    assert (f"/threads/{waits}" in pages) == (staff_id in ("nair", "okafor", "ashdown", "castellan"))
    told = [place for place, page in pages.items() if "giraffe" in page.casefold()]
    assert not told
    advised = [pages.get(place, "") for place in ("/inbox", f"/threads/{waits}")]
    assert not [page for page in advised if SUGGESTED.search(page)]


@pytest.mark.clause("C3")
def test_what_has_rung_is_on_the_pages_of_who_reads_it(sqlite_school: Flask, clock: SetClock, waits: int) -> None:
    clock.now = TUESDAY
    release_due(SCHOOL, now=clock.now)
    pages = walk(come_in(sqlite_school, "nair"))
    assert "giraffe" in pages["/inbox"]
    assert "giraffe" in pages[f"/threads/{waits}"]
    assert SUGGESTED.search(pages["/inbox"])
    assert SUGGESTED.search(pages[f"/threads/{waits}"])
    assert "giraffe" not in "".join(walk(come_in(sqlite_school, "okafor")).values())


@pytest.mark.clause("C3")
@pytest.mark.parametrize("staff_id", ["nair", "okafor"])
@pytest.mark.parametrize("kind", LATER)
def test_no_page_is_another_because_a_message_waits(
    sqlite_school: Flask, clock: SetClock, staff_id: str, kind: str
) -> None:
    arrives(sqlite_school, mail(text="Could the book be changed?", message_id=FIRST), MONDAY_MORNING)
    arrives(
        sqlite_school, mail(text="Zofia is ill today.", subject="Ill", message_id="<ill@mail.example>"), MONDAY_MORNING
    )
    clock.now = EVENING
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(hours=2))
    client = come_in(sqlite_school, staff_id)
    submit(client, "/inbox", "/off-duty", why="trip")
    walk(client)  # whoever opens a message changes the lists by it
    before = {place: lines(page) for place, page in walk(client).items()}
    arrives(sqlite_school, mail(text=LATER[kind], in_reply_to=FIRST), EVENING)
    after = {place: lines(page) for place, page in walk(client).items()}
    changed = {place for place, page in after.items() if before.get(place) != page} | (before.keys() - after.keys())
    # The clock of a complaint runs from its receipt, so head and office have its date in their own list, and on no other page.
    has_date = kind == "a complaint" and staff_id == "okafor"
    assert not {one for one in changed if not (has_date and re.fullmatch(r"/office|/deadlines(/\d+)?", one))}
