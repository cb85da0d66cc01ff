"""Letters: what each one says is true, carries a time and help to phone, and never repeats what a parent wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway.actions import accounts
from gateway.actions.calendars import close_school
from gateway.actions.compose import start_thread
from gateway.actions.directory import directory
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.roster import import_roster
from gateway.domain.roster import CalendarDay, Roster
from gateway.mail.parsing import parse
from gateway.mail.threading import reply_token
from gateway.ports.channels import Outbound
from gateway.store import threads
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    mail,
    parcels,
)

HELEN = "Helen Tate <helen@mail.example>"
SECRET = "Poppy wet the bed again, please tell nobody"
DANGER = "Someone in danger now? Call 999. Do not wait for a reply here."


def composed(app: Flask, parcel: Parcel) -> Outbound:
    """The mail that a parcel becomes."""
    with reading():
        people = directory(SCHOOL)
    mail: Outbound = app.extensions["handbell.equipment"].letters.compose(people, parcel)
    return mail


def letter(app: Flask, name: str) -> Outbound:
    """The newest letter of that name."""
    return composed(app, parcels(app, name)[-1])


def words_of(html: str) -> str:
    """What a reader of the HTML sees, without the line that only lists of mails show."""
    body = html.partition("<body")[2]
    body = re.sub(r'<div style="display:none.*?</div>', "", body, flags=re.S)
    for sign, said in (("&nbsp;", " "), ("&#39;", "'"), ("&amp;", "&"), ("’", "'")):
        body = body.replace(sign, said)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split()).replace(" .", ".").replace(" ,", ",")


def acknowledged(app: Flask, at: datetime = THURSDAY_EVENING, roster: Roster | None = None, **kept: Any) -> Outbound:
    """The answer to a mail of Helen's to her child's teacher."""
    if roster is not None:
        import_roster(SCHOOL, roster, accept_removals=True, now=at - timedelta(days=30))
    arrives(app, mail(HELEN, SECRET, to="garrod@elmswick.example", **kept), at)
    return letter(app, "acknowledgement")


@pytest.mark.clause("C3")
def test_out_of_hours_the_answer_says_that_nobody_has_read_it_and_when_who_will(sqlite_school: Flask) -> None:
    sent = acknowledged(sqlite_school)
    assert sent.subject == "Mr Garrod will see this on Friday 20 November, 8:30am"
    assert sent.text.startswith("Your message is safe. This is an automatic answer. Nobody has read your message yet.")
    assert "    Mr Garrod will see this on\n    Friday 20 November, 8:30am\n" in sent.text
    assert "You will have an answer by 4:30pm on Monday 23 November." in sent.text
    assert sent.automatic


def test_the_answer_names_the_sooner_way_with_the_offices_number_and_hour(sqlite_school: Flask) -> None:
    assert (
        "Is Friday too late? Nobody at school can read it before then. Is it about absence, going home or medicine? "
        "Call the office tomorrow (Friday) from 8:30am: 01632 960142." in acknowledged(sqlite_school).text
    )


def test_on_a_saturday_the_day_on_which_the_office_opens_is_named_in_full(sqlite_school: Flask) -> None:
    saturday = THURSDAY_EVENING + timedelta(days=2)
    assert "Call the office on Monday 23 November from 8:30am" in acknowledged(sqlite_school, saturday).text


@pytest.mark.clause("C12")
def test_help_to_phone_is_the_same_whatever_was_written(sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    arrives(sqlite_school, mail(HELEN, "Thank you for the lovely assembly.", to="garrod@elmswick.example"))
    plain = letter(sqlite_school, "acknowledgement")
    arrives(sqlite_school, mail(HELEN, "He hit her with a belt. I am scared.", to="garrod@elmswick.example"))
    worry = letter(sqlite_school, "acknowledgement")
    assert (worry.text, worry.subject) == (plain.text, plain.subject)
    assert DANGER in plain.text
    assert "council's out-of-hours team on 01632 960111 or NSPCC on 0808 800 5000, or 999" in plain.text


@pytest.mark.parametrize(("mode", "says"), [("signpost", True), ("on_call", False)])
def test_a_school_that_only_shows_the_way_says_that_nobody_is_on_call(
    sqlite_school: Flask, mode: str, says: bool
) -> None:
    sent = acknowledged(sqlite_school, roster=a_roster(mode=mode))
    assert ("Nobody at school is on call." in sent.text) is says


def test_by_day_the_councils_day_number_is_given(sqlite_school: Flask) -> None:
    absent = replace(a_roster(), staff=tuple(replace(one, hours="We 13:00-14:00") for one in a_roster().staff))
    sent = acknowledged(sqlite_school, FRIDAY_MORNING + timedelta(hours=3), absent)
    assert "Call the council on 01632 960110 or NSPCC" in sent.text


def test_in_hours_the_answer_is_short_and_says_who_has_it(sqlite_school: Flask) -> None:
    sent = acknowledged(sqlite_school, FRIDAY_MORNING + timedelta(hours=2))
    assert sent.text.startswith(
        "Thank you. Mr Garrod has your message. You will have an answer by 4:30pm on Monday 23 November."
    )
    assert "Nobody has read" not in sent.text
    assert "Someone in danger now? Call 999." in sent.text


def test_without_a_known_day_none_is_promised_and_the_reason_is_given(sqlite_school: Flask) -> None:
    ended = replace(a_roster(), calendar=a_roster().calendar[:1])
    sent = acknowledged(sqlite_school, roster=ended)
    assert sent.subject == "Your message is safe"
    assert "We do not know yet which day it will be seen." in sent.text
    assert "no day can be promised" in sent.text
    assert "You will have an answer" not in sent.text
    assert "Can it not wait?" in sent.text


def test_where_the_office_has_taken_over_the_letter_says_so(sqlite_school: Flask) -> None:
    without_hours = replace(
        a_roster(),
        staff=tuple(replace(one, hours="off" if one.staff_id == "garrod" else one.hours) for one in a_roster().staff),
    )
    sent = acknowledged(sqlite_school, roster=without_hours)
    assert "The school office will see this on\n    Friday 20 November, 8:30am" in sent.text
    assert "Mr Garrod has no working hours of their own, so the school office has this." in sent.text
    assert "can rest" not in sent.text, "the office rests from nothing"


def test_the_cover_is_named_for_the_case_that_the_reader_is_away(sqlite_school: Flask) -> None:
    covered = replace(
        a_roster(),
        staff=tuple(replace(one, covered_by="lowe" if one.staff_id == "garrod" else "") for one in a_roster().staff),
    )
    sent = acknowledged(sqlite_school, roster=covered)
    assert "If Mr Garrod is away then, Miss Lowe will read it." in sent.text


def test_nobody_who_may_be_alerted_is_said_to_rest(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(HELEN, SECRET, to="ashdown@elmswick.example"))
    assert "gets no alert before then" not in letter(sqlite_school, "acknowledgement").text


def test_a_family_that_speaks_polish_has_the_approved_polish_words_beneath(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    sent = letter(sqlite_school, "acknowledgement")
    assert "Miss Nair zobaczy ją w poniedziałek 23 listopada o 8:15." in sent.text
    assert "Odpowie do wtorku 24 listopada, do godziny 16:00." in sent.text
    assert "Proszę zadzwonić jutro od 8:30 do sekretariatu: 01632 960142." in sent.text
    assert '<div lang="pl">' in sent.html
    assert "polsku" not in acknowledged(sqlite_school).text


def test_a_family_that_reads_polish_reads_in_polish_too_that_its_day_has_moved(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(subject="PE kit"))
    arrives(sqlite_school, mail(subject="Trip"))
    close_school(SCHOOL, CalendarDay("closed", MONDAY_MORNING.date(), MONDAY_MORNING.date()), now=THURSDAY_EVENING)
    sent = letter(sqlite_school, "promise_changed")
    assert "Zmienił się termin. Miss Nair zobaczy tę wiadomość we wtorek 24 listopada o 8:15." in sent.text
    assert "- „Trip”: Miss Nair, we wtorek 24 listopada o 8:15\n" in sent.text
    assert "Proszę zadzwonić jutro od 8:30 do sekretariatu: 01632 960142." in sent.text
    assert '<div lang="pl">' in sent.html


@pytest.mark.clause("C4")
def test_no_letter_but_the_reply_repeats_a_word_of_the_family(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(HELEN, SECRET, subject=SECRET, to="garrod@elmswick.example"))
    arrives(sqlite_school, mail("X <x@elsewhere.example>", SECRET, subject=SECRET))
    close_school(SCHOOL, CalendarDay("closed", FRIDAY_MORNING.date(), FRIDAY_MORNING.date()), now=THURSDAY_EVENING)
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(hours=2))
    accounts.send_link(SCHOOL, email="helen@mail.example", now=THURSDAY_EVENING)
    written = [(one.letter, composed(sqlite_school, one)) for one in parcels(sqlite_school)]
    assert {name for name, _ in written} >= {"acknowledgement", "redirect", "promise_changed", "late", "sign_in_link"}
    for name, sent in written:
        for piece in (sent.subject, sent.text, sent.html):
            assert "wet the bed" not in piece, name


def test_a_changed_promise_says_what_was_said_before_and_what_holds_now(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    close_school(SCHOOL, CalendarDay("closed", MONDAY_MORNING.date(), MONDAY_MORNING.date()), now=THURSDAY_EVENING)
    sent = letter(sqlite_school, "promise_changed")
    assert sent.text.startswith("This has changed. School is closed on Monday 23 November.")
    assert "    Miss Nair will see your message on\n    Tuesday 24 November, 8:15am" in sent.text
    assert "We said Monday 23 November, 8:15am before. We are sorry for the wait." in sent.text


def test_a_changed_promise_offers_no_door_that_opens_after_it(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    friday = MONDAY_MORNING.date() - timedelta(days=3)
    close_school(SCHOOL, CalendarDay("closed", friday, MONDAY_MORNING.date()), now=THURSDAY_EVENING)
    sent = letter(sqlite_school, "promise_changed")
    said = "Is Tuesday too late? Nobody at school can read it before then. Call the office on Tuesday 24 November from 8:30am"
    assert said in " ".join(sent.text.split())
    assert "Nobody at school can read it before then." in sent.html


def test_a_changed_promise_names_the_other_conversations_that_changed_with_it(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(subject="PE kit"))
    arrives(sqlite_school, mail(subject="Trip <3", message_id="<trip@mail.example>"))
    close_school(SCHOOL, CalendarDay("closed", MONDAY_MORNING.date(), MONDAY_MORNING.date()), now=THURSDAY_EVENING)
    sent = letter(sqlite_school, "promise_changed")
    assert "Your other message:\n- “Trip <3”: Miss Nair, Tuesday 24 November, 8:15am\n" in sent.text
    assert "“Trip &lt;3”: Miss Nair, Tuesday 24 November, 8:15am" in sent.html


def test_a_missed_promise_is_owned_up_to(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(hours=2))
    sent = letter(sqlite_school, "late")
    assert "We could not give your message to Miss Nair on Monday 23 November, 8:15am as we said." in sent.text
    assert "Miss Nair has it now; if somebody else at school should read it instead, they have it." in sent.text


@pytest.mark.clause("C1")
def test_a_stranger_is_told_the_ways_that_school_talks_on_and_no_name(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail("X <x@elsewhere.example>"))
    sent = letter(sqlite_school, "redirect")
    assert "Tapestry, School email, School Gateway or SchoolComms" in sent.text
    assert not any(one.last_name in sent.text + sent.html for one in a_roster().staff)
    assert sent.reply_to == "", "no conversation's key goes to somebody nobody knows"


def test_a_reply_is_the_teachers_words_under_their_name_and_leads_back_to_its_conversation(
    sqlite_school: Flask,
) -> None:
    taken = arrives(sqlite_school, mail(HELEN, to="garrod@elmswick.example", message_id="<hers@mail.example>"))
    assert taken.thread_id is not None
    now = MONDAY_MORNING + timedelta(hours=2)
    release_due(SCHOOL, now=now)
    said = "Dear Ms Tate,\n\nPoppy <3 her book & finished it.\n  Two more tomorrow."
    send_reply(SCHOOL, taken.thread_id, staff_id="garrod", text=said, now=now)
    sent = letter(sqlite_school, "reply")
    assert sent.text.startswith(said)
    assert "Poppy &lt;3 her book &amp; finished it.\n  Two more tomorrow." in sent.html
    assert (sent.subject, sent.from_name) == ("Re: Reading book", "Mr Garrod, Elmswick Primary School")
    assert sent.in_reply_to in sent.references
    assert "<hers@mail.example>" in sent.references
    assert not sent.automatic, "an out-of-office reply to it is not ours to cause, but it is a person's letter"
    back = parse(mail(HELEN, to=sent.reply_to, subject="no subject of ours"))
    with reading():
        held = threads.thread(SCHOOL, taken.thread_id)
    assert held is not None
    assert reply_token(back) == held.token


def test_the_first_letter_of_a_conversation_that_school_begins_answers_nothing(sqlite_school: Flask) -> None:
    now = MONDAY_MORNING + timedelta(hours=2)
    about: dict[str, Any] = {"contact_id": "marek", "pupil_id": "zofia", "subject": "Trip"}
    begun = start_thread(SCHOOL, staff_id="nair", text="Boots on Tuesday, please.", now=now, **about)
    assert letter(sqlite_school, "reply").subject == "Trip"
    send_reply(SCHOOL, begun.thread_id, staff_id="nair", text="And a coat.", now=now + timedelta(minutes=5))
    assert letter(sqlite_school, "reply").subject == "Re: Trip"


def test_an_answer_to_the_acknowledgement_finds_its_way_by_its_address_alone(sqlite_school: Flask) -> None:
    first = arrives(sqlite_school, mail(HELEN, to="garrod@elmswick.example"))
    to = letter(sqlite_school, "acknowledgement").reply_to
    second = arrives(sqlite_school, mail(HELEN, to=to, subject="One more thing"))
    assert second.thread_id == first.thread_id


def test_a_sign_in_link_leads_to_a_page_that_asks_once_more_and_says_when_it_ends(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="helen@mail.example", now=THURSDAY_EVENING)
    token = parcels(sqlite_school, "sign_in_link")[0].facts["token"]
    sent = letter(sqlite_school, "sign_in_link")
    assert f"/sign-in/link/{token}\n" in sent.text
    assert f'/sign-in/link/{token}"' in sent.html
    assert "It works once, until 8:02pm today." in sent.text


def test_html_and_plain_text_say_the_same_in_the_same_order(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    arrives(sqlite_school, mail(HELEN, to="garrod@elmswick.example"), FRIDAY_MORNING + timedelta(hours=2))
    arrives(sqlite_school, mail("X <x@elsewhere.example>"))
    close_school(SCHOOL, CalendarDay("closed", MONDAY_MORNING.date(), MONDAY_MORNING.date()), now=THURSDAY_EVENING)
    accounts.send_link(SCHOOL, email="helen@mail.example", now=THURSDAY_EVENING)
    for parcel in parcels(sqlite_school):
        sent = composed(sqlite_school, parcel)
        html, place = words_of(sent.html), 0
        for line in sent.text.splitlines():
            sentences = [one.strip() for one in re.split(r"(?<=[.?!:]) ", line.strip("- ")) if one.strip()]
            for sentence in sentences:
                if sentence.startswith(("http", 'Open it, then press "Sign in"')):
                    continue
                found = html.find(sentence.rstrip("."), place)
                assert found >= 0, (
                    f"{parcel.letter}: {sentence!r} is not in the HTML after {html[max(0, place - 40) : place]!r}"
                )
                place = found


def test_a_mail_shows_no_picture_loads_nothing_and_runs_nothing(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail())
    html = letter(sqlite_school, "acknowledgement").html
    assert not re.search(r"<(img|script|link|iframe|form)\b|url\(|\bon\w+=", html)


def test_a_name_that_looks_like_markup_is_shown_and_not_run(sqlite_school: Flask) -> None:
    odd = replace(
        a_roster(),
        staff=tuple(
            replace(one, last_name="<b>O'Neil</b>" if one.staff_id == "garrod" else one.last_name)
            for one in a_roster().staff
        ),
    )
    sent = acknowledged(sqlite_school, roster=odd)
    assert "<b>O'Neil" not in sent.html
    assert "Mr <b>O'Neil</b> will see this" in sent.text, "plain text has no markup to escape"


def test_every_letter_that_is_put_into_the_outbox_has_both_its_templates() -> None:
    root = Path(__file__).resolve().parents[2]
    named: set[str] = set()
    for path in (root / "gateway" / "actions").rglob("*.py"):
        named |= set(re.findall(r'letter="([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert named >= {"acknowledgement", "reply", "sign_in_link", "alert", "redirect", "late", "promise_changed"}
    missing = [
        f"{name}.{kind}"
        for name in sorted(named)
        for kind in ("txt", "html")
        if not (root / "templates" / "mail" / f"{name}.{kind}").is_file()
    ]
    assert missing == []
