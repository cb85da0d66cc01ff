"""Addresses are read as people and programs write them, and a display name never becomes one."""

from __future__ import annotations

import pytest

from gateway.mail.addresses import domain_of, first_address, normalise, parse_addresses, plus_part, without_plus


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("priya@home.example", [("", "priya@home.example")]),
        ("Priya Shah <Priya@HOME.example>", [("Priya Shah", "priya@home.example")]),
        ('"Shah, Priya" <p@h.example>, q@h.example', [("Shah, Priya", "p@h.example"), ("", "q@h.example")]),
        ("Shah, Priya <p@h.example>", [("Shah, Priya", "p@h.example")]),
        ("p@h.example (Priya Shah)", [("Priya Shah", "p@h.example")]),
        ("Parents: p@h.example, q@h.example;", [("", "p@h.example"), ("", "q@h.example")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?Q?Zo=C3=AB?= <z@h.example>", [("Zoë", "z@h.example")]),
        ('"head@school.example" <evil@x.example>', [("head@school.example", "evil@x.example")]),
        ("=?utf-8?Q?head=40school.example=2C?= <evil@x.example>", [("head@school.example,", "evil@x.example")]),
        ("<p@h.example>; q@h.example", [("", "p@h.example"), ("", "q@h.example")]),
        ("mailto:p@h.example", [("", "p@h.example")]),
        ("'p@h.example'", [("", "p@h.example")]),
        ("<<p@h.example>>", [("", "p@h.example")]),
        ("MAILER-DAEMON", [("", "mailer-daemon")]),
        ("<@relay.example:p@h.example>", [("", "p@h.example")]),
        ("p@xn--caf-dma.example", [("", "p@café.example")]),
        ("", []),
    ],
)
def test_a_field_of_addresses(written: str, read: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in parse_addresses(written)] == read


def test_the_first_address_is_one_that_mail_can_go_to() -> None:
    assert first_address("Priya, p@h.example").address == "p@h.example"
    assert first_address("nothing here").address == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P@Home.Example", " p@home.example. "),
        ("p@caf\u00e9.example", "p@cafe\u0301.example"),
        ("p\u200b@home.example", "p@home.example"),
        ("p@xn--caf-dma.example", "p@café.example"),
    ],
)
def test_two_ways_to_write_one_address_are_told_to_be_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_dots_and_plus_parts_stay() -> None:
    assert normalise("a.b+c@h.example") == "a.b+c@h.example"
    assert plus_part("office+c-x@school.example") == "c-x"
    assert without_plus("office+c-x@school.example") == "office@school.example"
    assert (domain_of("a@b.example"), domain_of("a")) == ("b.example", "")


def test_a_field_of_a_million_characters_is_read() -> None:
    assert len(parse_addresses("p@h.example, " * 80_000)) <= 2000
    parse_addresses("(" * 500_000)
    parse_addresses('"' * 500_001)
