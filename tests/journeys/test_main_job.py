"""The main job from a parent's mail program to the headteacher's desk, over real servers and on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from gateway.cli.audit import commands as audit_commands
from gateway.mail.message import ParsedMail
from gateway.store import audit
from gateway.store.transaction import reading
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.post import Post
from tests.polling import rows
from tests.schools import SCHOOL, mail, sign_in_as, submit
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim

MONDAY_NIGHT = "2026-11-23T21:40:00+00:00"
TUESDAY_MORNING = "2026-11-24T08:15:00+00:00"
PROMISE = "Miss Nair will see this on Tuesday 24 November, 8:15am"
WORDS = (
    "Zofia cries every Sunday night about school and I am at my wits' end. Could we have a chat, any afternoon? "
    "As I said last week, it is still happening."
)
WORRY = "Zofia told me that her uncle hit her with a belt last night and she is scared to go home."


@pytest.fixture
def post(sample_school: Flask, clock: SetClock, dovecot: Dovecot, exim: Exim) -> Iterator[Post]:
    """Elmswick with its mailbox and its way out, on Monday at twenty to ten in the evening."""
    clock.set(MONDAY_NIGHT)
    yield Post(sample_school, clock, dovecot, exim)
    exim.empty()


@pytest.fixture
def sqlite_post(sqlite_school: Flask, clock: SetClock, dovecot: Dovecot, exim: Exim) -> Iterator[Post]:
    """The same on SQLite alone."""
    clock.set(MONDAY_NIGHT)
    yield Post(sqlite_school, clock, dovecot, exim)
    exim.empty()


def at_work(post: Post, staff_id: str) -> FlaskClient:
    """A browser in which this member of staff has just signed in."""
    client = post.app.test_client()
    sign_in_as(client, staff_id)
    return client


def words_of(page: str) -> str:
    """What a page or letter says, its line breaks as spaces."""
    return " ".join(re.sub(r"<[^>]+>", "", page).split())


def messages() -> list[tuple[str, str]]:
    """By whom each message was written and its first words, in order."""
    return [(by, said.split(".")[0]) for by, said in rows('SELECT "by", text FROM messages ORDER BY received_at')]


def events(thread_id: int) -> list[str]:
    """What the record says of a conversation, in order."""
    with reading():
        return [link.event for link in audit.links_of_thread(SCHOOL, thread_id)]


def answering(letter: ParsedMail, text: str, *, threaded: bool = True) -> bytes:
    """What the parent's mail program makes of "reply"; some programs leave the threading out."""
    return mail(
        text=text,
        to=letter.reply_to[0].address,
        subject=f"Re: {letter.subject}" if threaded else "zofia",
        in_reply_to=letter.message_id if threaded else "",
    )


@pytest.mark.clause("C1")
@pytest.mark.clause("C3")
@pytest.mark.clause("C16")
def test_a_message_at_night_is_kept_promised_rung_answered_and_accounted_for(post: Post) -> None:
    written = mail(text=WORDS, subject="Sundays", message_id="<sunday@mail.example>")
    post.sends(written)
    post.work()
    assert messages() == [("parent", WORDS.split(".")[0])], "it is durable before anything is said about it"
    kept = post.letter()
    assert PROMISE in words_of(kept.text)
    assert PROMISE in words_of(kept.html)
    assert "You will have an answer by 4pm on Wednesday 25 November." in words_of(kept.text)
    assert WORDS not in words_of(kept.text)
    assert (kept.header("auto-submitted"), kept.in_reply_to) == ("auto-replied", ("<sunday@mail.example>",))
    (thread_id,) = (row[0] for row in rows("SELECT thread_id FROM threads"))
    nothing_shows_at_night(post, thread_id)
    it_rings_at_its_hour(post, thread_id)
    reply = the_teacher_answers(post, thread_id)
    the_parent_answers_that(post, thread_id, reply)
    the_headteacher_accounts_for_it(post, thread_id)


def nothing_shows_at_night(post: Post, thread_id: int) -> None:
    """Miss Nair looks all the same, and finds the curtain; nor did anything ring a second too early."""
    teacher = at_work(post, "nair")
    submit(teacher, "/inbox", "/search", q="zofia")
    for path in ("/inbox", f"/threads/{thread_id}", "/search"):
        page = teacher.get(path).get_data(as_text=True)
        assert "You are off until Tuesday 24 November, 8:15am" in page
        assert "cries every Sunday" not in page
    post.clock.set(TUESDAY_MORNING)
    post.clock.forward(timedelta(seconds=-1))
    post.work()
    assert rows("SELECT reader FROM inbox") == []


def it_rings_at_its_hour(post: Post, thread_id: int) -> None:
    """At 8:15 it is in her inbox, and its card says why a talk may be better."""
    post.clock.set(TUESDAY_MORNING)
    post.work()
    assert rows("SELECT reader, thread_id, unread FROM inbox") == [("nair", thread_id, 1)]
    teacher = at_work(post, "nair")
    assert "cries every Sunday" in teacher.get("/inbox").get_data(as_text=True)
    page = teacher.get(f"/threads/{thread_id}").get_data(as_text=True)
    assert "Kept, then rang" in page
    card = page.split('<section class="meet"')[1].split("</section>")[0]
    assert "Better face to face?" in card
    assert re.search(r"<mark>[^<]*(cries|wits|chat)[^<]*</mark>", card), "the card quotes the words that speak for it"


def the_teacher_answers(post: Post, thread_id: int) -> ParsedMail:
    """In hours an answer leaves at once, and stands in the parent's mail program under her own mail."""
    post.clock.forward(timedelta(minutes=20))
    teacher = at_work(post, "nair")
    answer = submit(
        teacher,
        f"/threads/{thread_id}",
        f"/threads/{thread_id}/reply",
        text="Thank you for telling me. Can you come on Thursday at half past three?",
        do="send",
    )
    assert answer.status_code == 302
    post.work()
    reply = post.letter()
    assert "Can you come on Thursday" in reply.text
    assert [one.address for one in reply.to] == ["agnieszka@mail.example"]
    assert reply.in_reply_to == ("<sunday@mail.example>",)
    assert "<sunday@mail.example>" in reply.references
    (back_to,) = reply.reply_to
    assert re.fullmatch(r"office\+[\w-]+@elmswick\.example", back_to.address), back_to.address
    assert not reply.header("auto-submitted")
    return reply


def the_parent_answers_that(post: Post, thread_id: int, reply: ParsedMail) -> None:
    """The answer comes into the same conversation, also from a program that threads nothing."""
    post.clock.forward(timedelta(hours=1))
    post.sends(answering(reply, "Yes, thank you. I will be there."))
    post.clock.forward(timedelta(minutes=1))
    post.sends(answering(reply, "May I bring Marek?", threaded=False))
    post.work()
    assert rows("SELECT thread_id FROM threads") == [(thread_id,)]
    assert [by for by, _ in messages()] == ["parent", "staff", "parent", "parent"]
    assert rows("SELECT unread FROM inbox WHERE reader = 'nair'")[0][0] >= 2, "in hours they ring at once"
    assert "Miss Nair has your message." in words_of(post.letter().text), "once for a stretch of her working time"


def the_headteacher_accounts_for_it(post: Post, thread_id: int) -> None:
    """With a reason Mrs Ashdown sees every step in its order, and the record of it is whole."""
    head = at_work(post, "ashdown")
    page = f"/audit/{thread_id}"
    assert "cries every Sunday" not in head.get(page).get_data(as_text=True)
    submit(head, page, f"{page}/look", purpose="concern", reason="Mrs Nowak rang me")
    shown = words_of(head.get(page).get_data(as_text=True))
    steps = [
        "Kept at 9:40pm. Promised: Miss Nair, Tuesday 24 November, 8:15am.",
        "Rang for Miss Nair.",
        "Answered by Miss Nair.",
        "Looked at by Mrs Ashdown. Parent concern or complaint: Mrs Nowak rang me",
    ]
    places = [shown.find(one) for one in steps]
    assert -1 not in places, [step for step, place in zip(steps, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert "Record is whole" in shown
    happened = events(thread_id)
    order = ["message.placed", "delivery.handed_over", "message.rang", "message.opened", "reply.accepted"]
    assert [happened.index(one) for one in order] == sorted(happened.index(one) for one in order)
    assert happened[-1] == "thread.looked_at"
    said = post.app.test_cli_runner().invoke(audit_commands, ["verify"])
    assert said.exit_code == 0
    assert said.stdout.startswith("The record is whole: ")


@pytest.mark.clause("C1")
def test_one_mail_that_comes_by_two_paths_is_one_message_with_one_acknowledgement(post: Post) -> None:
    post.watch("robin")
    raw = mail(text=WORDS, message_id="<once@mail.example>")
    post.sends(raw)
    post.work()
    assert PROMISE in words_of(post.letter().text)
    post.sends(b"X-Forwarded-By: office@elmswick.example\r\n" + raw, mailbox=1)
    post.sends(raw)
    post.work()
    assert len(messages()) == 1
    assert rows("SELECT count(*) FROM arrivals") == [(3,)], "all three were taken in"
    assert not post.exim.waiting(), "one acknowledgement is enough"


@pytest.mark.clause("C12")
def test_a_worry_at_night_alerts_at_once_and_its_writer_cannot_tell(post: Post) -> None:
    post.sends(mail(text="Could the reading book be changed please?", subject="Zofia"))
    post.work()
    ordinary = post.letter()
    post.sends(mail(text=WORRY, subject="Zofia"))
    post.work()
    letters = {one.to[0].address: one for one in post.letters(3)}
    assert letters.keys() == {"agnieszka@mail.example", "ashdown@elmswick.example", "castellan@elmswick.example"}
    answer = letters["agnieszka@mail.example"]
    assert (answer.subject, answer.text, answer.html) == (ordinary.subject, ordinary.text, ordinary.html)
    assert answer.names() == ordinary.names(), "nor do its headers say more"
    assert PROMISE in words_of(answer.text)
    for address in ("ashdown@elmswick.example", "castellan@elmswick.example"):
        assert "belt" not in letters[address].text, "an alert by mail repeats no words"
    lead = at_work(post, "castellan")
    alert = re.search(r'href="(/alerts/\d+)"', lead.get("/alerts").get_data(as_text=True))
    assert alert, "the safeguarding lead reads it at night"
    assert "uncle" in lead.get(alert[1]).get_data(as_text=True)


@pytest.mark.clause("C3")
def test_a_parent_writes_at_night_on_a_phone_and_sees_the_promise_before_sending(
    sqlite_post: Post, phone_page: Page
) -> None:
    post, page = sqlite_post, phone_page
    with live_server(post.app) as site:
        page.goto(f"{site}/sign-in")
        page.get_by_label("Your email address").fill("agnieszka@mail.example")
        page.get_by_role("button", name="Email me a sign-in link").click()
        page.wait_for_url(f"{site}/sign-in/link-sent")
        post.work()
        link = re.search(r"/sign-in/link/[\w-]+", post.letter().text)
        assert link
        page.goto(site + link[0])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{site}/messages")
        page.goto(f"{site}/messages/new/class-1")
        before = words_of(page.locator("main").inner_text())
        assert PROMISE in before
        page.get_by_label("Your message").fill(WORDS)
        page.get_by_role("button", name="Send, to be read tomorrow").click()
        page.wait_for_url(re.compile(r"/messages/\d+$"))
        after = words_of(page.locator("main").inner_text())
        assert PROMISE in after
        assert after.index("cries every Sunday") < after.index(PROMISE)
        page.goto(site + link[0])
        assert "used" in page.locator("main").inner_text(), "the link worked once"
    post.work()
    assert not post.exim.waiting(), "the page has said it, so no mail repeats it"
    assert rows("SELECT reader FROM inbox") == []
    post.clock.set(TUESDAY_MORNING)
    post.work()
    assert rows("SELECT reader FROM inbox") == [("nair",)]
