"""Rehearsing a mailbox: in the order of its moments, told in the order of its places, counted without naming anybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway.actions.rehearsal import examples, ingest, rehearse
from gateway.actions.rehearsal.examples import Examples
from gateway.actions.rehearsal.figures import Figures
from gateway.actions.rehearsal.sources import InSourceOrder, received_time
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.mail.parsing import parse
from gateway.mail.sources import mail_at, mails_in
from gateway.store import inbox, outbox
from gateway.store.transaction import reading, writing
from tests.mailboxes import a_term, mail_of, rubbish, write_mbox
from tests.schools import SCHOOL, a_roster
from tests.torture import repeats

ROSTER = a_roster()
AGNIESZKA, HELEN = "Agnieszka Nowak <agnieszka@mail.example>", "Helen Tate <helen@mail.example>"
NAIR, GARROD = "nair@elmswick.example", "garrod@elmswick.example"
TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
"""Miss Nair is at work on Tuesdays until four."""
TUESDAY_EVENING = datetime(2026, 11, 17, 21, 40, tzinfo=UTC)
WEDNESDAY_MORNING = "2026-11-18T08:15:00+00:00"


@contextmanager
def _empty(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def rehearsed(app: Flask, folder: Path, *mails: bytes) -> tuple[Figures, list[dict[str, Any]], dict[str, Any]]:
    """Figures, lines and totals of a mailbox with these mails."""
    source, lines = write_mbox(folder / "inbox.mbox", mails), list[dict[str, Any]]()
    figures, totals = rehearse(lambda: _empty(app), ROSTER, [source], say=lines.append, step=lambda *_: None)
    return figures, lines, totals


@pytest.mark.clause("C3")
def test_a_line_says_what_would_have_happened_at_that_hour(sqlite_app: Flask, tmp_path: Path) -> None:
    raw = mail_of(
        AGNIESZKA, NAIR, "Could the book be changed please?", TUESDAY_EVENING, headers=[("Message-ID", "<a@b>")]
    )
    _, lines, totals = rehearsed(sqlite_app, tmp_path, raw)
    assert lines == [
        {
            "source": "inbox.mbox#1",
            "kind": "message",
            "message_id": "<a@b>",
            "thread": "T1",
            "from": "agnieszka",
            "staff": ["nair"],
            "pupils": ["zofia"],
            "received_at": "2026-11-17T21:40:00+00:00",
            "disposition": "queue",
            "rule": "C3.staff_off_duty",
            "visible_at": WEDNESDAY_MORNING,
            "operation": [],
            "text": "Could the book be changed please?",
            "attachments": [],
            "flags": [],
            "risk": [],
            "acknowledged": True,
        }
    ]
    assert totals["disposition"] == {"queue": 1}


def test_mails_are_worked_by_time_and_told_by_place(sqlite_app: Flask, tmp_path: Path) -> None:
    asked = mail_of(AGNIESZKA, NAIR, "One question.", TUESDAY_EVENING, headers=[("Message-ID", "<one@x>")])
    again_at = TUESDAY_EVENING + timedelta(minutes=5)
    again = mail_of(
        AGNIESZKA, NAIR, "One thing more.", again_at, subject="Re: School", headers=[("In-Reply-To", "<one@x>")]
    )
    other = mail_of(HELEN, GARROD, "Hello.", TUESDAY)
    _, lines, _ = rehearsed(sqlite_app, tmp_path, again, other, asked)
    assert [one["source"] for one in lines] == ["inbox.mbox#1", "inbox.mbox#2", "inbox.mbox#3"]
    assert [one["thread"] for one in lines] == ["T1", "T2", "T1"], "named in the order in which they appear"
    assert [one["acknowledged"] for one in lines] == [False, True, True], "the first of a stretch is answered, by time"


def test_what_rang_in_the_morning_is_answered_anew_the_next_evening(sqlite_app: Flask, tmp_path: Path) -> None:
    evenings = [TUESDAY_EVENING - timedelta(days=1), TUESDAY_EVENING]
    mails = [
        mail_of(
            AGNIESZKA,
            NAIR,
            f"Evening {n}.",
            at,
            subject="Re: Book",
            headers=[("References", "<book@x>"), ("Message-ID", f"<{n}@x>")],
        )
        for n, at in enumerate(evenings)
    ]
    _, lines, _ = rehearsed(sqlite_app, tmp_path, *mails)
    assert [(one["thread"], one["acknowledged"]) for one in lines] == [("T1", True), ("T1", True)]


def test_what_waits_rings_at_its_own_moment_and_never_late(sqlite_app: Flask, tmp_path: Path) -> None:
    mails = [
        mail_of(AGNIESZKA, NAIR, f"On {at:%d %B}.", at, subject=f"{at:%d}")
        for at in (TUESDAY_EVENING, TUESDAY + timedelta(days=20))
    ]
    rehearsed(sqlite_app, tmp_path, *mails)
    with sqlite_app.app_context(), writing():
        letters = outbox.claim_due(SCHOOL, now=datetime(2030, 1, 1, tzinfo=UTC), lease_for=timedelta(0), limit=9)
    assert {one.letter for one in letters} == {"acknowledgement"}, "a late letter would say that a promise was missed"
    with sqlite_app.app_context(), reading():
        rang = inbox.lines(SCHOOL, ["nair"], states=["open"], before=None, limit=9)
    assert len(rang) == 2, "the first rang in the morning after it came"


def test_the_received_time_is_the_topmost_received_else_the_date_else_the_files(tmp_path: Path) -> None:
    raw = b"Received: by b; Tue, 17 Nov 2026 21:40:00 +0000\nReceived: by a; Tue, 17 Nov 2026 21:00:00 +0000\n"
    dated = (
        b"Date: Mon, 16 Nov 2026 08:00:00 +0000\nFrom: a@b.example\n\nReceived: by c; Wed, 1 Jan 2020 00:00:00 +0000\n"
    )
    assert received_time(raw + dated, otherwise=TUESDAY) == TUESDAY_EVENING
    assert received_time(dated, otherwise=TUESDAY) == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert received_time(b"From: a@b.example\n\nhello\n", otherwise=TUESDAY) == TUESDAY


def test_the_head_alone_gives_the_same_time_as_the_whole_mail() -> None:
    draw = random.Random(3)
    for raw in [*a_term(ROSTER, count=60), *(rubbish(draw) for _ in range(200))]:
        whole = parse(raw)
        assert received_time(raw, otherwise=TUESDAY) == (whole.received_at or whole.date or TUESDAY), raw


def test_every_mail_of_an_mbox_is_found_again_where_it_lies(tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "a.mbox", [*a_term(ROSTER, count=30), b"Subject: x\n\nFrom here on\n>From there\n"])
    source.write_bytes(b"\xef\xbb\xbf" + source.read_bytes())
    found = list(mails_in(source))
    assert len(found) == 31
    assert [mail_at(one.place) for one in found] == [one.raw for one in found]
    assert found[-1].raw.endswith(b"\nFrom here on\n>From there\n")


def test_lines_that_come_too_early_wait_for_those_before_them() -> None:
    said: list[dict[str, Any]] = []
    with InSourceOrder(said.append) as lines:
        for number in (2, 0, 3, 1):
            lines.put(number, {"number": number, "thread": 100 - number})
            if number == 0:
                assert [one["number"] for one in said] == [0]
    assert [(one["number"], one["thread"]) for one in said] == [(0, "T1"), (1, "T2"), (2, "T3"), (3, "T4")]


def test_the_figures_count_families_staff_strangers_and_waits(sqlite_app: Flask, tmp_path: Path) -> None:
    night = TUESDAY_EVENING + timedelta(hours=1)
    figures, _, _ = rehearsed(
        sqlite_app,
        tmp_path,
        mail_of(AGNIESZKA, NAIR, "In hours.", TUESDAY),
        mail_of(AGNIESZKA, NAIR, "In the evening.", TUESDAY_EVENING, subject="Other"),
        mail_of(HELEN, GARROD, "Before the week-end.", datetime(2026, 11, 20, 18, tzinfo=UTC)),
        mail_of(HELEN, GARROD, "Before the holiday.", datetime(2026, 10, 23, 18, tzinfo=UTC), subject="Far"),
        mail_of(f"Miss Nair <{NAIR}>", "agnieszka@mail.example", "An answer.", night),
        mail_of(f"Miss Nair <{NAIR}>", GARROD, "To a colleague.", night),
        mail_of("someone@club.example", NAIR, "Hello.", TUESDAY),
        b"From: \xff\n\nrubbish",
    )
    assert (figures.mails, figures.families, figures.families_off) == (8, 4, 3)
    assert (figures.replies, figures.replies_off, figures.between_staff) == (1, 1, 1)
    assert dict(figures.waits.counts) == {
        "under_2_hours": 0,
        "2_to_8_hours": 0,
        "overnight": 1,
        "days": 1,
        "holiday": 1,
    }
    assert figures.waits.longest is not None
    assert figures.waits.longest[1].isoformat() == "2026-11-02T08:30:00+00:00"
    assert dict(figures.reply_times)["night"] == 1
    assert figures.latest_reply is None, "one reply at night would be one person's"
    assert ("club.example", 1) in figures.strangers.domains
    assert not any("@" in domain for domain, _ in figures.strangers.domains)
    assert figures.promises == 4


def test_a_time_that_no_calendar_covers_is_left_out_of_the_figures(sqlite_app: Flask, tmp_path: Path) -> None:
    old = datetime(2019, 3, 1, 20, tzinfo=UTC)
    mails = (mail_of(AGNIESZKA, NAIR, "Long ago.", old), mail_of(AGNIESZKA, NAIR, "Now.", TUESDAY, subject="Now"))
    figures, lines, _ = rehearsed(sqlite_app, tmp_path, *mails)
    assert (figures.outside_calendar, figures.families) == (1, 1)
    assert figures.first_at == TUESDAY
    assert len(lines) == 2


@pytest.mark.torture
def test_malformed_mails_raise_nothing_and_each_has_its_line(sqlite_app: Flask, tmp_path: Path) -> None:
    draw = random.Random(11)
    for number in range(count := repeats(1000)):
        (tmp_path / f"{number:04}.eml").write_bytes(rubbish(draw) or b"\n")
    lines: list[dict[str, Any]] = []
    rehearse(lambda: _empty(sqlite_app), ROSTER, [tmp_path], say=lines.append, step=lambda *_: None)
    assert [one["source"] for one in lines] == [f"{number:04}.eml" for number in range(count)]
    assert {one["kind"] for one in lines} <= {"message", "auto_reply", "bounce", "duplicate", "list_mail", "unreadable"}
    assert not [one for one in lines if one["rule"] == "C23.unreadable" and one["kind"] == "message"], "placing failed"


def test_bounces_reach_no_inbox_and_are_never_answered(sqlite_app: Flask, tmp_path: Path, handbell_data: Path) -> None:
    for file in (handbell_data / "bounces").glob("*.txt"):
        (tmp_path / f"{file.stem}.eml").write_bytes(file.read_bytes())
    lines: list[dict[str, Any]] = []
    rehearse(lambda: _empty(sqlite_app), ROSTER, [tmp_path], say=lines.append, step=lambda *_: None)
    assert len(lines) > 100
    bounced = [one for one in lines if one["kind"] == "bounce"]
    assert len(bounced) > 0.9 * len(lines)
    assert all(one["disposition"] == "none" and not one["acknowledged"] for one in bounced)


def test_a_second_ingest_finds_everything_held(sample_school: Flask, tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "a.mbox", [mail_of(AGNIESZKA, NAIR, f"Number {n}.", TUESDAY) for n in range(3)])
    runs = []
    for _ in range(2):
        lines: list[dict[str, Any]] = []
        ingest(SCHOOL, [source], clock=lambda: TUESDAY_EVENING, at=None, say=lines.append, step=lambda *_: None)
        runs.append([one["kind"] for one in lines])
    assert runs == [["message"] * 3, ["duplicate"] * 3]


def test_another_mail_in_a_file_of_the_same_name_is_another_mail(sample_school: Flask, tmp_path: Path) -> None:
    kinds = []
    for words in ("Monday's question.", "Tuesday's question."):
        (tmp_path / "1.eml").write_bytes(mail_of(AGNIESZKA, NAIR, words, TUESDAY))
        ingest(
            SCHOOL,
            [tmp_path],
            clock=lambda: TUESDAY,
            at=None,
            say=lambda one: kinds.append(one["kind"]),
            step=lambda *_: None,
        )
    assert kinds == ["message", "message"]


def test_ingest_takes_the_moment_for_the_arrival(sample_school: Flask, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(mail_of(AGNIESZKA, NAIR, "A question.", TUESDAY - timedelta(days=30)))
    lines: list[dict[str, Any]] = []
    ingest(SCHOOL, [tmp_path], clock=lambda: TUESDAY, at=TUESDAY_EVENING, say=lines.append, step=lambda *_: None)
    assert (lines[0]["received_at"], lines[0]["visible_at"]) == ("2026-11-17T21:40:00+00:00", WEDNESDAY_MORNING)
    with writing():
        waiting = outbox.claim_due(SCHOOL, now=TUESDAY_EVENING, lease_for=timedelta(0), limit=9)
    assert [one.letter for one in waiting] == ["acknowledgement"]


def test_nothing_is_taken_in_when_one_source_is_wrong(sample_school: Flask, tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "a.mbox", [mail_of(AGNIESZKA, NAIR, "A question.", TUESDAY)])
    said: list[object] = []
    with pytest.raises(InputProblem, match="does not exist"):
        ingest(
            SCHOOL, [source, tmp_path / "b.mbox"], clock=lambda: TUESDAY, at=None, say=said.append, step=lambda *_: None
        )
    assert said == []


def example(text: str, *evidence: str, code: str = "distress", also: str = "") -> str:
    """The example made of a text, with the words that mattered between asterisks."""
    chosen = Examples(Directory(ROSTER))
    chosen.hear(f"{text}\n{also}")
    chosen.offer(code, text, [(text.index(one), text.index(one) + len(one)) for one in evidence])
    return "".join(f"*{one.text}*" if one.is_evidence else one.text for one in chosen.chosen(code))


@pytest.mark.clause("C4")
@pytest.mark.parametrize(
    ("text", "evidence", "said"),
    [
        ("Hello. Zofia cries every night, says Leo. Bye.", "cries every night", "[child] *cries every night*, says [child]."),
        ("zofia's mum cries every night.", "cries every night", "[child]'s mum *cries every night*."),
        ("Mrs Ashdown knows he cries every night.", "cries every night", "Mrs [name] knows he *cries every night*."),
        ("Tyrone Banks hit him and he cries every night.", "cries every night", "[name] hit him and he *cries every night*."),
        ("He cries every night, 07700 900123, a@c.example.", "cries every night", "He *cries every night*, [number], [address]"),
        ("He cries every night at 4 Mill Lane CB1 2AB.", "cries every night", "He *cries every night* at 4 [name] [address]."),
        ("He will cry and it will not stop.", "it will not stop", "He will cry and *it will not stop*."),
    ],
)  # fmt: skip
def test_an_example_names_nobody(text: str, evidence: str, said: str) -> None:
    assert example(text, evidence) == said


def test_a_word_that_the_mailbox_also_writes_small_is_no_name() -> None:
    assert example("Lately he cries.", "cries", also="it has been better lately") == "Lately he *cries*."
    assert example("Lately he cries.", "cries") == "[name] he *cries*."


def test_of_a_private_matter_only_the_words_that_mattered_are_shown() -> None:
    text = "His dad and I are separating since he met Julia in Leeds."
    assert example(text, "are separating", code="confidential") == "… *are separating* …"


def test_the_message_that_speaks_best_for_itself_is_the_example() -> None:
    chosen = Examples(Directory(ROSTER))
    for text, words in (
        ("He cries.", ["cries"]),
        ("He cries every night and he begs me to keep him at home.", ["cries", "begs me"]),
    ):
        chosen.hear(text)
        chosen.offer("distress", text, [(text.index(one), text.index(one) + len(one)) for one in words])
    assert [one.text for one in chosen.chosen("distress") if one.is_evidence] == ["cries", "begs me"]


def test_a_long_sentence_is_cut_beside_the_words_that_mattered() -> None:
    said = example(f"{'so and so ' * 60}he cries every night {'and so on ' * 60}", "cries every night")
    assert "*cries every night*" in said
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < examples.LONGEST + 20


def test_the_roster_is_brought_in_without_asking_whom_it_removes(sqlite_app: Flask, tmp_path: Path) -> None:
    alone = replace(ROSTER, contacts=(), ties=())
    source = write_mbox(tmp_path / "a.mbox", [mail_of(AGNIESZKA, NAIR, "Hello.", TUESDAY)])
    lines: list[dict[str, Any]] = []
    rehearse(lambda: _empty(sqlite_app), alone, [source], say=lines.append, step=lambda *_: None)
    assert (lines[0]["from"], lines[0]["disposition"], lines[0]["rule"]) == (None, "office", "C1.unknown_sender")
