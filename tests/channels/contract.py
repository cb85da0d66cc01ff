"""What every channel and every mailbox of the registry must do, whatever is behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.mail.parsing import parse
from gateway.ports.channels import Channel, Mailbox, MailboxMark, Outbound
from gateway.ports.errors import Misconfigured, PortError, Refused, TryLater

LETTER = Outbound(
    reference="7",
    to_address="agnieszka@mail.example",
    to_name="Agnieszka Nowak",
    subject="Re: Zofia’s gloves 🧤",
    text="Dear Agnieszka,\n\nfound: gloves, 1 pair 🎈\n\nMiss Nair\n",
    html="<p>Dear Agnieszka</p>",
    message_id="<7.abc@elmswick.example>",
    in_reply_to="<q@mail.example>",
    references=("<q@mail.example>",),
    sent_at=datetime(2026, 11, 23, 8, 15, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class ChannelCase:
    """A channel, how its settings would be made useless, and what of its mail arrived since it was last asked."""

    build: Callable[[dict[str, Any]], Channel]
    settings: dict[str, Any]
    unreachable: dict[str, Any]
    required: tuple[str, ...]
    arrived: Callable[[], list[bytes]]


@dataclass(frozen=True, slots=True)
class MailboxCase:
    """A mailbox, how its settings would be made useless, and how mail is put into it."""

    open: Callable[[dict[str, Any]], Mailbox]
    settings: dict[str, Any]
    unreachable: dict[str, Any]
    required: tuple[str, ...]
    deliver: Callable[[bytes], None]


def check_channel(case: ChannelCase) -> None:
    """Everything below, one after the other."""
    _a_letter_arrives_once_and_whole(case)
    _a_long_letter_arrives_whole(case)
    _a_broken_header_is_refused_and_nothing_arrives(case)
    _what_cannot_be_reached_is_tried_again(case)
    _missing_settings_are_said_plainly(case.build, case.settings, case.required)


def check_text_channel(case: ChannelCase, *, number: str) -> None:
    """The same for a channel that carries words alone, to a number."""
    channel, text = case.build(case.settings), replace(LETTER, to_address=number, subject="", html="")
    assert channel.can.send
    assert not channel.can.attachments
    assert channel.send(text).vendor_id
    (raw,) = case.arrived()
    assert raw.decode().split() == text.text.split()
    channel.send(replace(text, text="ł" * channel.can.max_length))
    assert [one.decode() for one in case.arrived()] == ["ł" * channel.can.max_length]
    for wrong in ({"text": "a" * (channel.can.max_length + 1)}, {"text": ""}, {"to_address": "agnieszka@mail.example"}):
        with pytest.raises(Refused):
            channel.send(replace(text, **wrong))
    with pytest.raises(TryLater):
        case.build(case.settings | case.unreachable).send(text)
    assert case.arrived() == []
    _missing_settings_are_said_plainly(case.build, case.settings, case.required)


def check_mailbox(case: MailboxCase) -> None:
    """Everything below, one after the other."""
    _mail_comes_in_order_and_once(case)
    _rubbish_comes_byte_for_byte(case)
    _an_unknown_mark_reads_everything(case)
    with pytest.raises(TryLater):
        list(case.open(case.settings | case.unreachable).fetch_since(None))
    _closing_never_raises(case)
    _missing_settings_are_said_plainly(case.open, case.settings, case.required)


def _a_letter_arrives_once_and_whole(case: ChannelCase) -> None:
    channel = case.build(case.settings)
    assert channel.can.send
    assert channel.name
    assert channel.send(LETTER).vendor_id
    (raw,) = case.arrived()
    mail = parse(raw)
    assert (mail.subject, mail.text.strip(), mail.message_id) == (
        LETTER.subject,
        LETTER.text.strip(),
        LETTER.message_id,
    )
    assert (mail.in_reply_to, mail.date) == ((LETTER.in_reply_to,), LETTER.sent_at)
    assert [one.address for one in mail.to] == [LETTER.to_address]


def _a_long_letter_arrives_whole(case: ChannelCase) -> None:
    channel = case.build(case.settings)
    text = "A very long story. " * 5000
    assert channel.can.max_length in (0, *range(100, len(text)))
    channel.send(replace(LETTER, text=text, html="", message_id="<8.abc@elmswick.example>"))
    (raw,) = case.arrived()
    assert parse(raw).text.split() == text.split()


def _a_broken_header_is_refused_and_nothing_arrives(case: ChannelCase) -> None:
    for broken in ({"subject": "a\nBcc: all@mail.example"}, {"to_name": "a\r\nX: y"}, {"to_address": "a@b>\r\nDATA"}):
        with pytest.raises(Refused):
            case.build(case.settings).send(replace(LETTER, **broken))
    assert case.arrived() == []


def _what_cannot_be_reached_is_tried_again(case: ChannelCase) -> None:
    with pytest.raises(TryLater):
        case.build(case.settings | case.unreachable).send(LETTER)
    assert case.arrived() == []


def _missing_settings_are_said_plainly(
    build: Callable[[dict[str, Any]], object], settings: dict[str, Any], required: tuple[str, ...]
) -> None:
    for name in required:
        for useless in ("", None, 7, ["x"]):
            with pytest.raises(Misconfigured) as caught:
                build(settings | {name: useless})
            assert str(caught.value).endswith(".")
        with pytest.raises(Misconfigured):
            build({key: value for key, value in settings.items() if key != name})


def _mail_comes_in_order_and_once(case: MailboxCase) -> None:
    mails = [f"Subject: {number}\r\n\r\nNumber {number}.\r\n".encode() for number in range(3)]
    for mail in mails:
        case.deliver(mail)
    found = _read(case, None)
    assert [body for _, body in found] == mails
    assert _read(case, found[0][0]) == found[1:]
    assert _read(case, found[-1][0]) == []


def _rubbish_comes_byte_for_byte(case: MailboxCase) -> None:
    mark = _read(case, None)[-1][0]
    rubbish = b"\xff\xfe no mail at all \x80\r\n\r\n\xc3\x28" + bytes(range(1, 256)).replace(b"\r", b"").replace(
        b"\n", b""
    )
    case.deliver(rubbish)
    assert [body for _, body in _read(case, mark)] == [rubbish]


def _an_unknown_mark_reads_everything(case: MailboxCase) -> None:
    assert len(_read(case, MailboxMark(1, 4_000_000))) == len(_read(case, None)) == 4


def _closing_never_raises(case: MailboxCase) -> None:
    for settings in (case.settings, case.settings | case.unreachable):
        mailbox = case.open(settings)
        mailbox.close()
        mailbox.close()
        with pytest.raises(PortError):
            list(mailbox.fetch_since(None))


def _read(case: MailboxCase, mark: MailboxMark | None) -> list[tuple[MailboxMark, bytes]]:
    mailbox = case.open(case.settings)
    try:
        return [(reached, mail.body) for reached, mail in mailbox.fetch_since(mark) if mail is not None]
    finally:
        mailbox.close()
