"""Playing a parent: letters on paper, mail by hand, and the demo's own mail server."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from gateway.domain.errors import HandbellError
from gateway.mail.parsing import parse
from gateway.ports.channels import Outbound
from gateway.ports.errors import Misconfigured, Refused
from integrations.school_email.wire import mail_of
from integrations.simulator import smtp_door
from integrations.simulator.paper import PaperChannel, PaperPost
from integrations.simulator.smtp_door import LARGEST, Door
from tests.clocks import MONDAY_MORNING, SetClock
from tests.servers.places import free_port


def paper(folder: Path) -> PaperChannel:
    return PaperChannel(folder, mail_of=partial(mail_of, from_address="office@elmswick.example", eight_bit=True))


def letter(to_address: str, subject: str) -> Outbound:
    return Outbound("1", to_address, "", subject, "Hello.\n", message_id=f"<{subject}@elmswick.example>")


def test_letters_are_read_newest_first_and_by_their_addressee_only(tmp_path: Path) -> None:
    channel, post = paper(tmp_path), PaperPost(tmp_path, clock=SetClock())
    for to_address, subject in (
        ("dan@mail.example", "one"),
        ("femi@mail.example", "two"),
        ("Dan@Mail.example", "three"),
    ):
        channel.send(letter(to_address, subject))
    found = post.letters_to("dan@mail.example")
    assert [parse(one.raw).subject for one in found] == ["three", "one"]
    assert found[0].order > found[1].order
    assert len({one.letter_id for one in found}) == 2
    assert post.letters_to("nobody@mail.example") == ()


def test_nobody_wrote_yet_to_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert PaperPost(tmp_path / "none", clock=SetClock()).letters_to("dan@mail.example") == ()


def test_no_file_name_says_whom_a_letter_is_to(tmp_path: Path) -> None:
    paper(tmp_path).send(letter("dan@mail.example", "one"))
    assert not any("dan" in path.name for path in tmp_path.iterdir())


def test_letters_written_at_once_each_have_a_number_of_their_own(tmp_path: Path) -> None:
    def write(writer: int) -> None:
        for number in range(10):
            paper(tmp_path).send(letter("dan@mail.example", f"{writer}-{number}"))

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    found = PaperPost(tmp_path, clock=SetClock()).letters_to("dan@mail.example")
    assert len(found) == len({one.order for one in found}) == len({one.raw for one in found}) == 40


def test_a_disk_that_fails_leaves_no_half_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_number: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(HandbellError):
        paper(tmp_path).send(letter("dan@mail.example", "one"))
    assert list(tmp_path.glob("*")) == [] or all(path.name.startswith(".") for path in tmp_path.iterdir())
    assert PaperPost(tmp_path, clock=SetClock()).letters_to("dan@mail.example") == ()


def test_a_parents_mail_reads_as_they_wrote_it(tmp_path: Path) -> None:
    post = PaperPost(tmp_path, clock=SetClock())
    write = partial(
        post.write,
        from_address="agnieszka@mail.example",
        from_name="Agnieszka Nowák",
        to_address="office@elmswick.example",
        subject="Re: Zofia 🧤",
        text="Dzień dobry,\n\ngloves?\n",
    )
    mail, other = parse(write(in_reply_to="<7@elmswick.example>")), parse(write())
    assert (mail.from_.name, mail.from_.address) == ("Agnieszka Nowák", "agnieszka@mail.example")
    assert (mail.subject, mail.text.strip()) == ("Re: Zofia 🧤", "Dzień dobry,\n\ngloves?")
    assert (mail.in_reply_to, mail.references) == (("<7@elmswick.example>",), ("<7@elmswick.example>",))
    assert mail.date == MONDAY_MORNING
    assert mail.message_id != other.message_id
    with pytest.raises(Refused):
        write(in_reply_to="<7@x>\r\nBcc: all@mail.example")


class Keeper:
    """Takes mail as the gateway would, or fails as a test says."""

    def __init__(self) -> None:
        self.taken: list[tuple[bytes, str]] = []
        self.failure: Exception | None = None
        self.gate: threading.Event | None = None

    def __call__(self, mail: bytes, own_id: str) -> None:
        if self.gate is not None:
            assert self.gate.wait(10)
        if self.failure is not None:
            raise self.failure
        self.taken.append((mail, own_id))


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def door(keeper: Keeper, clock: SetClock) -> Iterator[Door]:
    opened = smtp_door.start("127.0.0.1", free_port(), keeper, domains=("elmswick.example",), clock=clock)
    yield opened
    opened.stop()


def parents_mail(size: int = 0) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "dan@mail.example", "office@elmswick.example", "Gloves"
    mail.set_content("Hello.\n.\n" + "x" * 60 + ("\n" + "y" * 70) * (size // 71))
    return mail


def send(door: Door, mail: EmailMessage, *to: str, sender: str = "dan@mail.example") -> None:
    with smtplib.SMTP("127.0.0.1", door.port, "laptop.example", timeout=10) as line:
        line.send_message(mail, sender, to or ("office@elmswick.example",))


def test_a_mail_is_taken_with_the_trace_of_its_way(door: Door, keeper: Keeper) -> None:
    send(door, parents_mail(), "Office@Elmswick.example", "nair@elmswick.example")
    ((raw, own_id),) = keeper.taken
    mail = parse(raw)
    assert mail.received_at == MONDAY_MORNING
    assert (mail.return_path or "").strip("<>") == "dan@mail.example"
    assert set(mail.delivered_to) == {"office@elmswick.example", "nair@elmswick.example"}
    assert own_id in raw.decode()
    assert mail.text.startswith("Hello.\n.\n")


def test_the_sender_is_told_yes_only_once_the_mail_is_safe(door: Door, keeper: Keeper) -> None:
    keeper.gate = threading.Event()
    with smtplib.SMTP("127.0.0.1", door.port, "laptop.example", timeout=10) as line:
        line.ehlo()
        line.mail("dan@mail.example")
        line.rcpt("office@elmswick.example")
        line.docmd("DATA")
        line.send(b"Subject: x\r\n\r\nHello.\r\n.\r\n")
        line.sock.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.sock.recv(1, socket.MSG_PEEK)
        keeper.gate.set()
        line.sock.settimeout(10)
        assert line.getreply()[0] == 250
    assert len(keeper.taken) == 1


@pytest.mark.parametrize("failure", [RuntimeError("broke"), HandbellError("no")])
def test_a_mail_that_is_not_safe_is_to_come_again(door: Door, keeper: Keeper, failure: Exception) -> None:
    keeper.failure = failure
    with pytest.raises(smtplib.SMTPDataError) as caught:
        send(door, parents_mail())
    assert caught.value.smtp_code == 451


@pytest.mark.parametrize(
    "to", ["dan@mail.example", "office@elmswick.example.evil.example", "office", "x@sub.elmswick.example"]
)
def test_mail_for_anybody_else_is_refused(door: Door, keeper: Keeper, to: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        send(door, parents_mail(), to)
    assert all(code == 550 for code, _ in caught.value.recipients.values())
    assert keeper.taken == []


def test_a_bounce_with_no_sender_is_taken(door: Door, keeper: Keeper) -> None:
    send(door, parents_mail(), sender="")
    assert keeper.taken[0][0].startswith(b"Return-Path: <>\r\n")


def test_a_mail_above_the_limit_is_refused_and_one_below_is_taken(door: Door, keeper: Keeper) -> None:
    with pytest.raises(smtplib.SMTPException):
        send(door, parents_mail(LARGEST + 1000))
    assert keeper.taken == []
    send(door, parents_mail(LARGEST - 2_000_000))
    assert len(keeper.taken) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "elmswick.example", ""])
def test_the_door_opens_on_this_machine_alone(keeper: Keeper, host: str, clock: SetClock) -> None:
    with pytest.raises(Misconfigured):
        smtp_door.start(host, free_port(), keeper, domains=("elmswick.example",), clock=clock)


def test_a_port_that_is_taken_is_said_plainly(door: Door, keeper: Keeper, clock: SetClock) -> None:
    with pytest.raises(Misconfigured, match=str(door.port)):
        smtp_door.start("127.0.0.1", door.port, keeper, domains=("elmswick.example",), clock=clock)


def test_a_door_that_was_closed_can_be_opened_again(keeper: Keeper, clock: SetClock) -> None:
    port = free_port()
    start: Callable[[], Door] = partial(
        smtp_door.start, "127.0.0.1", port, keeper, domains=("elmswick.example",), clock=clock
    )
    start().stop()
    door = start()
    send(door, parents_mail())
    door.stop()
    assert len(keeper.taken) == 1


def test_the_clock_of_the_door_is_the_one_it_was_given(door: Door, keeper: Keeper, clock: SetClock) -> None:
    clock.set("2026-12-24T18:00:00+00:00")
    send(door, parents_mail())
    assert parse(keeper.taken[0][0]).received_at == datetime(2026, 12, 24, 18, tzinfo=UTC)
