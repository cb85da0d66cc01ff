"""A mail names its conversation by ids, by a token in the address, or by a subject that says it answers."""

from __future__ import annotations

import pytest

from gateway.mail.parsing import parse
from gateway.mail.threading import base_subject, keys, new_message_id, own_subject, reply_token, tokened
from tests.mail.letters import a_letter

TOKEN = "abcdefgh234567ab"


@pytest.mark.parametrize(
    "mark",
    """Re AW SV Odp Antw VS Ynt RIF R Réf Res ENC: Vá Svar Odg Отв Ответ Відп Απ ΣΧΕΤ השב رد پاسخ 回复 回覆 答复 返信 회신
    ตอบกลับ Răsp Antwoord""".replace("ENC: ", "").split(),
)
def test_each_language_s_mark_of_a_reply_is_known(mark: str) -> None:
    for subject in (
        f"{mark}: Hall",
        f"{mark.upper()}:Hall",
        f"{mark} : Hall",
        f"{mark}[2]: {mark}: Hall",
        f"{mark}：Hall",
    ):
        found = keys(parse(a_letter(subject=subject)))
        assert (found.marks_reply, found.base_subject) == (True, "hall"), subject


@pytest.mark.parametrize(
    "mark", ["Fwd", "FW", "WG", "TR", "VB", "RV", "Enc", "I", "PD", "Doorst", "转发", "転送", "전달"]
)
def test_a_forward_is_no_reply_and_shares_the_base(mark: str) -> None:
    found = keys(parse(a_letter(subject=f"{mark}: Re: Hall")))
    assert (found.marks_reply, found.base_subject) == (False, "hall")


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: [elmswick-parents] Hall", "hall"),
        ("[EXTERNAL] Re: Hall", "hall"),
        ("RE: FW: Re:   Hall  on  Friday", "hall on friday"),
        ("[Fwd: Hall]", "hall"),
        ("Hall (fwd)", "hall"),
        ("Reading: chapter 3", "reading: chapter 3"),
        ("Reply needed: Hall", "reply needed: hall"),
        ("Year 3: trip", "year 3: trip"),
        ("Trip: what to bring", "trip: what to bring"),
        ("Re:", ""),
        ("", ""),
        ("Straße", "strasse"),
        ("Re: \u200bHall", "hall"),
    ],
)
def test_the_base_of_a_subject(subject: str, base: str) -> None:
    assert base_subject(subject) == base


def test_a_fresh_subject_marks_no_reply_whatever_its_words() -> None:
    assert not keys(parse(a_letter(subject="Report: Hall"))).marks_reply


def test_ids_come_newest_first_and_never_name_the_mail_itself() -> None:
    raw = a_letter(in_reply_to="<c@x>", references="<a@x>\r\n <b@x> <c@x> <m1@home.example>")
    assert keys(parse(raw)).ids == ("<c@x>", "<b@x>", "<a@x>")


def test_a_mail_that_names_another_is_a_reply_without_any_mark() -> None:
    assert keys(parse(a_letter(in_reply_to="<a@x>"))).marks_reply
    assert not keys(parse(a_letter(in_reply_to="<a@x>", subject="Fwd: Hall"))).marks_reply


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("< a @x >", ("<a@x>",)),
        ("a@x", ("<a@x>",)),
        ("Your mail of Monday", ()),
        ("<>", ()),
        ("<a@x><a@x>", ("<a@x>",)),
    ],
)
def test_ids_are_read_as_people_s_programs_write_them(written: str, read: tuple[str, ...]) -> None:
    assert keys(parse(a_letter(in_reply_to=written))).ids == read


def test_the_first_and_the_newest_of_ten_thousand_references_are_kept() -> None:
    found = keys(parse(a_letter(references=" ".join(f"<{n}@x>" for n in range(10_000)))))
    assert len(found.ids) == 100
    assert (found.ids[0], found.ids[-1]) == ("<9999@x>", "<0@x>")


def test_a_token_is_found_in_any_recipient_and_only_of_our_own_domains() -> None:
    ours = tokened("office@school.example", TOKEN)
    assert ours == f"office+c-{TOKEN}@school.example"
    for field in ("to", "cc", "delivered_to", "x_original_to"):
        assert reply_token(parse(a_letter(**{field: f"Office <{ours}>"}))) == TOKEN
    assert reply_token(parse(a_letter(to=ours)), ["other.example"]) == ""
    assert reply_token(parse(a_letter(to=f"office+c-{TOKEN[:8]}@school.example"))) == ""
    assert reply_token(parse(a_letter())) == ""


def test_our_own_ids_hold_nothing_that_could_end_a_header() -> None:
    assert new_message_id("School.Example", "a1\r\nBcc: x@y>") == "<a1Bccxy@school.example>"


@pytest.mark.parametrize(
    ("subject", "own"),
    [("Ada is ill", "Ada is ill"), ("Fwd: Clinic", "Fwd: Clinic"), ("Re: Ada is ill", ""), ("[EXT] Odp: Ada", "")],
)
def test_a_subject_that_is_marked_as_an_answers_is_not_the_mails_own(subject: str, own: str) -> None:
    assert own_subject(subject) == own
