"""Whoever cannot be talked with: one polite answer where it can be given, the office has the words, and the term counts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.actions.approaches import tally
from gateway.actions.office import office_day
from gateway.actions.release import release_due
from gateway.domain.channels import CLOSED, TEXT
from gateway.store.outbox import Parcel
from tests.bridges import Bridge, a_bridge, a_message
from tests.schools import FRIDAY_MORNING, SCHOOL, arrives, come_in, mail, parcels
from tests.texting import AGNIESZKA, STRANGER, TextLine

SCHOOLCOMMS = "Elmswick Primary School <SC8201234A@schoolcomms.com>"
PROOF = (("Authentication-Results", "mx.elmswick.example; dmarc=pass header.from=schoolcomms.com"),)


def by_mail(line: TextLine, words: str) -> None:
    arrives(line.app, mail("X <x@else.example>", words), at=line.clock())


def told(line: TextLine) -> list[tuple[str, str]]:
    """To whom a polite answer was written, and by which channel."""
    return [(one.channel, one.to_address) for one in parcels(line.app, "redirect")]


def in_app(bridge: Bridge, number: int, person: str = "relative-9") -> None:
    bridge.tell(
        a_message(f"Hello {number}", id=str(number), about=None, **{"from": {"id": person, "name": "Somebody"}})
    )


@pytest.mark.clause("C1")
def test_every_channel_that_can_answers_a_stranger_once_a_stretch_and_says_where_it_cannot(
    texting_sqlite: TextLine,
) -> None:
    line = texting_sqlite
    bridges = [a_bridge(line.app, one) for one in CLOSED]
    for number in range(3):  # Thursday evening: the office is closed until Friday
        by_mail(line, f"Hello {number}")
        line.comes(STRANGER, f"Hello {number}")
        line.comes(AGNIESZKA, f"Is the trip on? {number}", OtherRecipients0=STRANGER)
        for bridge in bridges:
            in_app(bridge, number)
        line.clock.forward(timedelta(hours=3))
    once = {
        ("school_email", "x@else.example"),
        (TEXT, STRANGER),
        (TEXT, AGNIESZKA),
        *((one, "relative-9") for one in CLOSED),
    }
    assert sorted(told(line)) == sorted(once), "one each, although midnight lies between them"
    for unable in ("whatsapp:+447700900777", "NHSVaccine"):
        line.comes(unable, "Hello")
    arrives(line.app, mail(SCHOOLCOMMS, "From: Nobody Known\n\nHello", headers=PROOF), at=line.clock())
    assert len(told(line)) == len(once), "a machine, another app and forwarded mail cannot be answered"

    found = tally(SCHOOL, now=line.clock())
    assert dict(found.unknown) == {"school_email": 3, TEXT: 4, "tapestry": 3, "school_gateway": 3, "schoolcomms": 4}
    assert (found.barred, found.answered) == (4, len(once))

    line.clock.now = FRIDAY_MORNING + timedelta(minutes=30)
    release_due(SCHOOL, now=line.clock())
    office = come_in(line.app, "okafor")
    strangers = office_day(SCHOOL, "okafor", now=line.clock()).strangers
    assert len(strangers) == 3 + 4 + 1 + 3 * len(CLOSED) + 1, "the text from another app is a stranger's too"
    for pick, said in ((min, "They had one polite answer"), (max, "This had no answer")):
        thread_id = pick(one.thread.thread_id for one in strangers)
        assert said in office.get(f"/office/who/{thread_id}").get_data(as_text=True)
    by_mail(line, "Hello again")
    assert len(told(line)) == len(once) + 1, "the next day it is said once more"


def test_the_answer_in_an_app_says_what_is_true_there(texting_sqlite: TextLine) -> None:
    bridge = a_bridge(texting_sqlite.app, "tapestry")
    in_app(bridge, 1)
    (answer,) = bridge.outbox()
    assert (answer["to"]["id"], answer["automatic"]) == ("relative-9", True)
    assert "Tapestry did not tell us anything that is on school’s list" in answer["text"]
    assert "999" in answer["text"]
    assert "address" not in answer["text"].partition("Are you a parent")[0]


def test_over_a_weekend_a_stranger_is_answered_once(texting_sqlite: TextLine) -> None:
    line = texting_sqlite
    line.clock.now = FRIDAY_MORNING + timedelta(hours=12)
    for _ in range(4):
        by_mail(line, f"Hello at {line.clock():%d %H}")
        line.clock.forward(timedelta(hours=14))
    answers: tuple[Parcel, ...] = parcels(line.app, "redirect")
    assert len(answers) == 1
