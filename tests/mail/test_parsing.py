"""Any bytes become one plain value: words, files and headers, however oddly a mail was put together."""

from __future__ import annotations

import tracemalloc
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from gateway.domain.errors import InputProblem
from gateway.mail.parsing import attachment_bytes, parse
from tests.mail.letters import a_file, a_letter, a_letter_of, a_part, holding

SAID = "She is ill today."


def test_an_ordinary_mail_is_read_whole() -> None:
    mail = parse(a_letter())
    assert (mail.text, mail.subject, mail.message_id) == (SAID, "Amina", "<m1@home.example>")
    assert (mail.from_.name, mail.from_.address) == ("Priya Shah", "priya@home.example")
    assert [one.address for one in mail.to] == ["office@school.example"]
    assert mail.received_at == datetime(2026, 3, 2, 21, 40, 5, tzinfo=UTC)
    assert mail.return_path == "priya@home.example"
    assert (mail.readable, mail.problems, mail.attachments) == (True, (), ())


@pytest.mark.parametrize("charset", ["x-klingon", "unicode-1-1-utf-7", "", "hex", "'utf-8", "none", "utf-8; x=y"])
def test_an_unknown_charset_loses_no_words(charset: str) -> None:
    assert parse(a_letter("Zoë é ill", content_type=f"text/plain; charset={charset}")).text == "Zoë é ill"


def test_eight_bit_words_that_name_no_charset_are_guessed_and_it_is_said() -> None:
    mail = parse(a_letter("Zoë is at café Ünal".encode("cp1252")))
    assert mail.text == "Zoë is at café Ünal"
    assert "guessed" in mail.problems[0]


def test_a_file_in_broken_base64_is_kept_as_far_as_it_goes() -> None:
    whole = b64encode(bytes(range(256)) * 4)
    broken = whole[:400] + b"\n*!\xff(\n" + whole[400:]
    raw = a_letter_of(
        a_part(SAID),
        a_part(broken, "application/pdf; name=note.pdf", "Content-Transfer-Encoding: base64"),
    )
    mail = parse(raw)
    assert mail.text == SAID
    assert (mail.attachments[0].name, mail.attachments[0].bytes) == ("note.pdf", 1024)
    assert attachment_bytes(raw, mail.attachments[0].index) == bytes(range(256)) * 4


def test_base64_without_its_padding_is_read() -> None:
    raw = a_letter(b64encode(b"She is ill.").rstrip(b"="), content_transfer_encoding="base64")
    assert parse(raw).text == "She is ill."


def test_eight_bit_words_in_a_damaged_mail_of_parts_are_kept() -> None:
    raw = a_letter_of(a_part("Zoë — ill", "text/plain; charset=utf-8", "Content-Transfer-Encoding: x-odd"))
    assert parse(raw).text == "Zoë — ill"
    assert parse(raw.replace(b"--b1--", b"")).text == "Zoë — ill"


def test_parts_in_parts_give_their_plain_words_and_every_file() -> None:
    picture = a_part(
        b64encode(b"GIF89a"), "image/gif; name=p.gif", "Content-ID: <p1>", "Content-Transfer-Encoding: base64"
    )
    shown = holding(a_part('<p>Rich<img src="cid:p1"></p>', "text/html"), picture, kind="related", boundary="b3")
    raw = a_letter_of(
        holding(a_part(SAID), shown, kind="alternative", boundary="b2"),
        a_file(b"%PDF", "application/pdf", "trip form.pdf"),
    )
    mail = parse(raw)
    assert (mail.text, mail.html) == (SAID, '<p>Rich<img src="cid:p1"></p>')
    assert [(one.name, one.bytes, one.inline) for one in mail.attachments] == [
        ("p.gif", 6, True),
        ("trip form.pdf", 4, False),
    ]
    assert attachment_bytes(raw, mail.attachments[1].index) == b"%PDF"


def test_a_file_that_is_not_listed_is_an_input_problem() -> None:
    with pytest.raises(InputProblem, match="no attachment number 7"):
        attachment_bytes(a_letter(), 7)


def test_html_alone_becomes_words_with_its_history_marked() -> None:
    mail = parse(a_letter("<p>She is <b>ill</b></p><blockquote type=cite>Old</blockquote>", content_type="text/html"))
    assert mail.text == "She is ill\n>\n> Old"


def test_a_plain_part_that_only_points_to_the_html_gives_way_to_it() -> None:
    raw = a_letter_of(
        a_part("Your mail program cannot show HTML."), a_part("<p>He is ill</p>", "text/html"), kind="alternative"
    )
    assert parse(raw).text == "He is ill"


def test_an_invitation_without_words_tells_what_where_and_when() -> None:
    invitation = (
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Parents' evening\nLOCATION:Hall\n"
        "DTSTART;TZID=Europe/London:20260312T173000\nDTEND;TZID=Europe/London:20260312T174000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    mail = parse(a_letter_of(a_part(invitation, "text/calendar; method=REQUEST")))
    assert mail.text == (
        "Invitation: Parents' evening\nWhen: Thursday 12 March 2026, 17:30 to 17:40 (Europe/London)\nWhere: Hall"
    )
    assert mail.attachments[0].name == "invite.ics"


@pytest.mark.parametrize("date", ["20261332", "20260231T990000", "x", ""])
def test_an_invitation_for_no_day_at_all_is_read(date: str) -> None:
    invitation = f"BEGIN:VEVENT\nSUMMARY:Tea\nDTSTART:{date}\nEND:VEVENT\n"
    assert parse(a_letter(invitation, content_type="text/calendar")).text == "Calendar entry: Tea"


def a_winmail(name: bytes, content: bytes) -> bytes:
    """A winmail.dat that holds one file."""

    def attribute(level: int, kind: int, data: bytes) -> bytes:
        return (
            bytes([level])
            + kind.to_bytes(4, "little")
            + len(data).to_bytes(4, "little")
            + data
            + (sum(data) & 0xFFFF).to_bytes(2, "little")
        )

    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x00089006, b"\x00\x00\x01\x00")
        + attribute(2, 0x00069002, b"\x01\x00" + b"\x00" * 12)
        + attribute(2, 0x00018010, name + b"\x00")
        + attribute(2, 0x0006800F, content)
    )


def test_the_files_packed_in_a_winmail_dat_are_listed_and_can_be_taken_out() -> None:
    raw = a_letter_of(a_part(SAID), a_file(a_winmail(b"form.pdf", b"%PDF-1.4"), "application/ms-tnef", "winmail.dat"))
    mail = parse(raw)
    assert [(one.name, one.type, one.bytes) for one in mail.attachments] == [("form.pdf", "application/pdf", 8)]
    assert attachment_bytes(raw, mail.attachments[0].index) == b"%PDF-1.4"


def test_a_winmail_dat_that_is_none_is_shown_as_it_came() -> None:
    mail = parse(a_letter_of(a_part(SAID), a_file(b"rubbish", "application/ms-tnef", "winmail.dat")))
    assert [one.name for one in mail.attachments] == ["winmail.dat"]
    assert mail.problems == ("The file winmail.dat could not be unpacked.",)


@pytest.mark.parametrize("body", ["", "\n\n", " \n\t\n"])
def test_an_empty_body_is_blank(body: str) -> None:
    mail = parse(a_letter(body))
    assert (mail.text.strip(), mail.readable) == ("", True)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?Wm/D?= =?utf-8?B?qw==?=", "Zoë"),
        ("=?utf-8?Q?Zo=C3?= =?utf-8?Q?=AB?= is ill", "Zoë is ill"),
        ("=?utf-8?B?4pyF?==?utf-8?Q?_ok?=", "✅ ok"),
        ("Zoë is ill", "Zoë is ill"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?x-none?Q?caf=C3=A9?=", "café"),
        ("=?utf-8*en?Q?one?=", "one"),
        ("=?utf-8?B?****?=", ""),
        ("=?utf-8?Q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("=?utf-8?Q?unended", "=?utf-8?Q?unended"),
        ("a\x00b\x07c", "a b c"),
    ],
)
def test_subjects_are_read_whatever_way_they_are_written(written: str, read: str) -> None:
    assert parse(a_letter(subject=written)).subject == read


def test_a_sender_split_inside_a_character_keeps_name_and_address() -> None:
    mail = parse(a_letter(**{"from": "=?utf-8?Q?Zo=C3?= =?utf-8?Q?=AB?= Shah <zoe@home.example>"}))
    assert (mail.from_.name, mail.from_.address) == ("Zoë Shah", "zoe@home.example")


def test_a_mail_without_an_end_of_its_header_keeps_both() -> None:
    mail = parse(b"From: p@home.example\nSubject: Amina\nShe is ill today, and\nso am I.\n")
    assert (mail.subject, mail.text) == ("Amina", "She is ill today, and\nso am I.")
    assert mail.problems == ("The body follows the header without a blank line.",)


def test_a_line_in_the_header_that_is_none_hides_nothing() -> None:
    mail = parse(b"From: p@home.example\nwhat is this\nSubject: Amina\n\nIll.\n")
    assert (mail.subject, mail.text, mail.problems) == ("Amina", "Ill.", ("A line of the header is not a header.",))


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
def test_every_way_to_end_a_line_is_understood(end: bytes) -> None:
    mail = parse(a_letter("One\nTwo\n").replace(b"\r\n", end))
    assert (mail.subject, mail.text) == ("Amina", "One\nTwo")


def test_a_line_of_an_mbox_and_blank_lines_above_a_mail_are_passed_over() -> None:
    assert parse(b"\nFrom priya Mon Mar  2 21:40:00 2026\r\n" + a_letter()).subject == "Amina"


def test_two_senders_are_told_of_and_the_topmost_is_read() -> None:
    mail = parse(b"From: a@one.example\r\n" + a_letter())
    assert mail.from_.address == "a@one.example"
    assert mail.problems == ("There is more than one From header; the topmost was read.",)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 5000, b"\xff\xfe\xfd" * 900, b"hello", b"\r", b"--", b":" * 100])
def test_what_is_no_mail_is_unreadable(raw: bytes) -> None:
    assert not parse(raw).readable


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\form.pdf", "form.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("=?utf-8?Q?caf=C3=A9.pdf?=", "café.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_name_leads_nowhere_and_hides_nothing(given: str, shown: str) -> None:
    assert parse(a_letter_of(a_part(SAID), a_file(b"x", "application/pdf", given))).attachments[0].name == shown


def test_a_file_name_in_pieces_and_with_a_charset_is_read() -> None:
    placed = "Content-Disposition: attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9; filename*2=.pdf"
    assert parse(a_letter_of(a_part(SAID), a_part("x", "application/pdf", placed))).attachments[0].name == "café.pdf"


def test_a_text_sent_as_flowing_gets_its_paragraphs_back() -> None:
    body = "She is \nill today.\n> Is she\n> well?\n-- \nPriya\n"
    raw = a_letter(body, content_type="text/plain; format=flowed")
    assert parse(raw).text == "She is ill today.\n> Is she\n> well?\n-- \nPriya"


def test_a_forwarded_mail_is_history_and_still_a_file() -> None:
    mail = parse(a_letter_of(a_part(a_letter("He was hit."), "message/rfc822")))
    assert mail.text.startswith("---------- Forwarded message ----------\nFrom: Priya Shah")
    assert mail.text.endswith("He was hit.")
    assert mail.attachments[0].name == "attached-message.eml"


def test_a_mail_inside_a_mail_without_end_is_read() -> None:
    raw = a_letter("Ill.")
    for _ in range(60):
        raw = a_letter_of(a_part(raw, "message/rfc822"))
    assert parse(raw).readable


def test_more_containers_than_any_program_makes_are_read_as_they_stand() -> None:
    head = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(1, 5000))
    assert parse(a_letter(head, content_type='multipart/mixed; boundary="b1"')).readable


def test_the_end_of_a_mail_of_a_million_parts_is_not_read_and_it_is_said() -> None:
    raw = a_letter(b"--b1\n\nx\n" * 60_000, content_type='multipart/mixed; boundary="b1"')
    mail = parse(raw)
    assert mail.text.count("x") == 20_000
    assert "The mail has too many parts; the end of it was not read." in mail.problems


@pytest.mark.parametrize("damage", [b"", b"\xff*("])
def test_a_mail_of_thirty_megabytes_needs_less_than_two_hundred_more(damage: bytes) -> None:
    wrapped = b64encode(bytes(1023) * 21_000)
    lines = b"\n".join(wrapped[at : at + 76] for at in range(0, len(wrapped), 76))
    raw = a_letter_of(
        a_part(SAID),
        a_part(lines[:770] + damage + lines[770:], "video/mp4; name=play.mp4", "Content-Transfer-Encoding: base64"),
    )
    del wrapped, lines
    assert len(raw) > 29_000_000
    tracemalloc.start()
    mail = parse(raw)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.bytes for one in mail.attachments] == [1023 * 21_000]
    assert most < 200 * 1024 * 1024
