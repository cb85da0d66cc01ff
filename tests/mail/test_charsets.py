"""Bytes become characters whatever charset they claim, and nothing that could harm a page comes with them."""

from __future__ import annotations

import pytest

from gateway.mail.charsets import clean, codec_of, decode

WORDS = {
    "cp1252": "Zoë’s “café” – £3 €5",
    "cp1250": "Łukasz żółć gęślą jaźń źdźbło",
    "cp1251": "Анна сегодня не придёт, у неё температура",
    "koi8-r": "Анна сегодня не придёт, у неё температура",
    "iso-8859-2": "Žluťoučký kůň pěl ďábelské ódy",
    "iso-8859-7": "Η Άννα είναι άρρωστη",
    "iso-8859-15": "Zoë doit 5 €",
    "gb2312": "安娜今天生病了",
    "big5": "安娜今天生病了",
    "shift_jis": "アミナは今日病気です",
    "iso-2022-jp": "アミナは今日病気です",
    "euc-kr": "아미나가 오늘 아파요",
    "utf-8": "Zoë 🎉 عمر",
    "utf-16": "Zoë 🎉",
    "macintosh": "Zoë",
}


@pytest.mark.parametrize(("charset", "words"), WORDS.items(), ids=WORDS.keys())
def test_each_charset_that_mail_names_is_read(charset: str, words: str) -> None:
    assert decode(words.encode("mac_roman" if charset == "macintosh" else charset), charset) == decode(
        words.encode(), "utf-8"
    )


@pytest.mark.parametrize(("charset", "words"), [("cp1251", WORDS["cp1251"]), ("big5", WORDS["big5"] * 3)])
def test_a_charset_that_nobody_named_is_guessed_and_it_is_said(charset: str, words: str) -> None:
    found = decode(words.encode(charset), "")
    assert found.text == words
    assert found.problem.endswith("it was guessed.")


def test_what_says_latin_and_is_utf_8_is_utf_8() -> None:
    assert decode("Zoë".encode(), "iso-8859-1").text == "Zoë"
    assert decode("Zoë’s".encode("cp1252"), "iso-8859-1").text == "Zoë’s"


@pytest.mark.parametrize(
    "charset",
    ["utf-7", "hex", "zip", "rot13", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "x\x00y"],
)
def test_a_charset_that_is_none_is_refused(charset: str) -> None:
    assert codec_of(charset) in (None, "")
    assert decode(b"+ADw-script+AD4-", charset).text == "+ADw-script+AD4-"


def test_the_guess_is_not_asked_for_a_few_odd_bytes() -> None:
    assert decode(b"caf\xe9", "x-none").text == "café"


def test_one_byte_that_does_not_fit_costs_only_itself() -> None:
    found = decode("安娜今天生病了".encode("gb18030") * 30 + b"\xff", "gb2312")
    assert found.text.startswith("安娜今天生病了")
    assert found.problem == "Some of the text is not in the charset it names, gb2312."


def test_control_characters_and_halves_of_characters_go() -> None:
    assert clean("a\x00b\x07c\ud800d\r\ne\rf\x0cg\th") == "abcd\ne\nfg\th"
    assert clean("\ufeffHello") == "Hello"
