"""A school's mail goes through the relay between two real Exims: talks are held, all else passes, and faults lose nothing."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from gateway.actions.delivery import send_due
from gateway.actions.letters import Letters
from gateway.app import create_app
from gateway.mail.parsing import parse
from gateway.store import arrivals, outbox, relays, threads
from gateway.store.base import db
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading
from tests.actions.test_fallback import bounce
from tests.channels.relays import AGNIESZKA, NAIR, until
from tests.channels.relays import STAFFROOM as KITCHEN
from tests.channels.relays import STRANGER as SHOP
from tests.databases import migrate, settings_for
from tests.postgres import Cluster
from tests.schools import SCHOOL, a_school, mail
from tests.servers.exim_hops import EximHop
from tests.servers.relay_process import RelayProcess

SUNDAY_EVENING = datetime.fromisoformat("2026-11-22T20:10:00+00:00")
MONDAY_AT_EIGHT_FIFTEEN = datetime.fromisoformat("2026-11-23T08:15:01+00:00")
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00+00:00")


@pytest.fixture
def store() -> Iterator[EximHop]:
    """The server with the mailboxes, behind the relay."""
    server = EximHop()
    yield server
    server.close()


@pytest.fixture
def relay(sample_school: Flask, database_url: str, tmp_path: Path, store: EximHop) -> Iterator[RelayProcess]:
    """The relay, at noon of a school Monday until the test says otherwise."""
    process = RelayProcess(database_url, tmp_path, hop_port=store.port, at=MONDAY_NOON)
    yield process
    assert process.close() == 0


@pytest.fixture
def front(relay: RelayProcess) -> Iterator[EximHop]:
    """The school's mail server before the relay, which hands all mail to it."""
    server = EximHop(next_port=relay.port)
    yield server
    server.close()


def wire(raw: bytes) -> bytes:
    """A mail with the line ends of SMTP."""
    return re.sub(rb"\r?\n", b"\r\n", raw)


def send(port: int, sender: str, to: list[str], raw: bytes) -> dict[str, tuple[int, bytes]]:
    """Hand a mail to a server; who was refused."""
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as line:
        return line.sendmail(sender, to, wire(raw))


def texts_with(contact: str) -> list[str]:
    """What stands in the conversations with a contact."""
    with reading():
        found = threads.threads_of_contact(SCHOOL, contact, limit=9)
        return [one.text for thread in found for one in threads.messages_of(SCHOOL, thread.thread_id)]


@pytest.mark.clause("C3")
def test_a_parents_mail_on_sunday_reaches_the_teachers_mailbox_on_monday_as_it_was_written(
    sample_school: Flask, relay: RelayProcess, front: EximHop, store: EximHop
) -> None:
    relay.clock.start_at(SUNDAY_EVENING)
    raw = mail(text="Could the reading book be changed?\n.\n..dots\nZażółć")
    send(front.port, AGNIESZKA, [NAIR], raw)
    assert until(lambda: texts_with("agnieszka") != [])
    with reading():
        (told,) = relays.waiting(SCHOOL, "acknowledgement")
    assert told.facts["visible_at"].startswith("2026-11-23T08:15")
    assert not store.waiting()
    relay.clock.start_at(MONDAY_AT_EIGHT_FIFTEEN)
    came = store.next_mail()
    assert came.endswith(raw.replace(b"\r\n", b"\n")), "the original is not as it was written"
    assert b"X-Handbell-Relayed: " in came
    assert parse(came).return_path is None
    assert came.count(b"Envelope-to: " + NAIR.encode()) == 1


def test_mail_of_others_passes_with_the_answer_of_the_server_behind(relay: RelayProcess, store: EximHop) -> None:
    refused = send(relay.port, SHOP, [KITCHEN, "nobody-here@elmswick.example", "busy@elmswick.example"], mail(SHOP))
    assert {name: code for name, (code, _) in refused.items()} == {
        "nobody-here@elmswick.example": 550,
        "busy@elmswick.example": 451,
    }
    assert parse(store.next_mail()).from_.address == SHOP
    with pytest.raises(smtplib.SMTPDataError, match="not this mail"):
        send(relay.port, SHOP, [KITCHEN], mail(SHOP, subject="refuse me"))
    assert not store.waiting()


def test_mail_that_comes_thick_and_fast_is_delivered_and_does_not_lie_in_the_queue_behind(
    relay: RelayProcess, store: EximHop
) -> None:
    for number in range(24):
        send(relay.port, SHOP, [KITCHEN], mail(SHOP, message_id=f"<{number}@shop.example>"))
    assert until(lambda: len(store.waiting()) == 24), f"only {len(store.waiting())} were delivered"


def test_a_teachers_mail_is_noted_and_goes_and_one_that_names_another_child_comes_back(
    sample_school: Flask, relay: RelayProcess, front: EximHop, store: EximHop
) -> None:
    wrote = mail(f"Priya Nair <{NAIR}>", "The book is changed.", to=AGNIESZKA, message_id="<s9@elmswick.example>")
    send(front.port, NAIR, [AGNIESZKA], wrote)
    assert b"The book is changed." in store.next_mail()
    assert texts_with("agnieszka") == ["The book is changed."]

    def sent() -> Parcel:
        with reading():
            (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
            return next(one for one in outbox.parcels_of(SCHOOL, thread.thread_id) if one.letter == "reply")

    assert until(lambda: sent().state == "handed_over")
    send(front.port, "", [NAIR], bounce(replace(sent(), rfc_id="<s9@elmswick.example>")))
    assert b"delivery-status" in store.next_mail(), "its author has the report as well"
    assert until(lambda: sent().state == "failed")
    assert sent().facts["why"] == "no_such_address"
    send(front.port, NAIR, [AGNIESZKA], mail(f"Priya Nair <{NAIR}>", "Poppy was rude.", to=AGNIESZKA))

    def reports() -> list[str]:
        with reading():
            return [one.to_address for one in relays.waiting(SCHOOL, "relay_report")]

    assert until(lambda: reports() == [NAIR])
    assert not store.waiting()


def test_who_asks_for_a_notice_of_delivery_gets_one(relay: RelayProcess, store: EximHop) -> None:
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as line:
        line.ehlo()
        assert line.has_extn("dsn")
        assert line.has_extn("pipelining")
        line.sendmail(
            "head@elmswick.example", [KITCHEN], wire(mail("head@elmswick.example")),
            mail_options=["RET=HDRS", "ENVID=QQ314"], rcpt_options=["NOTIFY=SUCCESS", f"ORCPT=rfc822;{KITCHEN}"],
        )  # fmt: skip
    both = [store.next_mail(), store.next_mail()]
    notice = next(one for one in both if b"multipart/report" in one)
    assert b"QQ314" in notice
    assert b"Action: delivered" in notice


def test_addresses_and_words_of_all_the_world_pass_between_real_servers(relay: RelayProcess, store: EximHop) -> None:
    with smtplib.SMTP("127.0.0.1", relay.port, timeout=30) as line:
        line.ehlo()
        raw = mail(SHOP, "Zażółć gęślą jaźń").replace(b"quoted-printable", b"8bit")
        line.sendmail("żółw@poczta.example", ["kuchnia-ą@elmswick.example"], wire(raw), ["SMTPUTF8", "BODY=8BITMIME"])
    assert "Envelope-to: kuchnia-ą@elmswick.example".encode() in store.next_mail()


def test_while_the_server_behind_is_down_talks_are_kept_and_go_when_it_is_back(
    sample_school: Flask, relay: RelayProcess, front: EximHop, store: EximHop
) -> None:
    store.stop()
    send(relay.port, AGNIESZKA, [NAIR], mail(text="kept"))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(relay.port, SHOP, [KITCHEN], mail(SHOP))
    assert refused.value.recipients[KITCHEN][0] == 451
    send(front.port, SHOP, [KITCHEN], mail(SHOP, text="others wait at the front"))
    store.start()
    relay.clock.start_at(relay.clock() + timedelta(minutes=6))
    both = sorted((store.next_mail(), store.next_mail()), key=len)
    assert {b"kept" in both[0] or b"kept" in both[1], b"wait at the front" in both[0] + both[1]} == {True}


def test_what_was_handed_on_stands_in_the_outbox_as_handed_over(
    sample_school: Flask, relay: RelayProcess, store: EximHop
) -> None:
    send(relay.port, AGNIESZKA, [NAIR], mail())
    store.next_mail()

    def states() -> dict[str, int]:
        with reading():
            return outbox.counts(SCHOOL)

    assert until(lambda: states().get("handed_over") == 1)
    letters: Letters = sample_school.extensions["handbell.equipment"].letters
    send_due(SCHOOL, {}, letters, now=MONDAY_NOON)
    assert states() == {"handed_over": 1, "waiting": 1}, "the jobs touched what is the relay's"


def test_with_the_database_down_nothing_is_promised_and_nothing_lost(
    durable_cluster: Cluster, tmp_path: Path, store: EximHop
) -> None:
    url = durable_cluster.create("relay")
    migrate(url)
    app = a_school_over(url, tmp_path)
    relay = RelayProcess(url, tmp_path, hop_port=store.port, at=MONDAY_NOON)
    front = EximHop(next_port=relay.port)
    try:
        send(relay.port, AGNIESZKA, [NAIR], mail(text="before"))
        assert b"before" in store.next_mail()
        durable_cluster.crash()
        with pytest.raises(smtplib.SMTPException) as refused:
            send(relay.port, AGNIESZKA, [NAIR], mail(text="while down"))
        assert " 4" in f" {refused.value.args[0]}", refused.value
        send(front.port, AGNIESZKA, [NAIR], mail(text="the front keeps it"))
        durable_cluster.start()
        with app.app_context():
            db.engine.dispose()
            assert until(lambda: sorted(texts_with("agnieszka")) == ["before", "the front keeps it"], within=60)
            db.engine.dispose()
        assert b"the front keeps it" in store.next_mail()
    finally:
        front.close()
        relay.close()


def a_school_over(url: str, folder: Path) -> Flask:
    """The sample school in a database of the test's own."""
    return a_school(create_app(settings_for(url, folder)))


def test_an_original_is_kept_once_for_any_number_of_teachers(
    sample_school: Flask, relay: RelayProcess, store: EximHop
) -> None:
    send(relay.port, AGNIESZKA, [NAIR, "garrod@elmswick.example"], mail(to=f"{NAIR}, garrod@elmswick.example"))
    assert len({store.next_mail(), store.next_mail()}) == 2
    with reading():
        assert len({one.facts["arrival"] for one in relays.waiting(SCHOOL, "original")}) <= 1
        assert arrivals.on_shelf(SCHOOL) == 0
