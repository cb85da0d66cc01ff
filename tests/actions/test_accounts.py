"""Coming in: a refusal tells nobody anything, links work once for twenty minutes, sessions end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import Type, extract_parameters
from flask import Flask

from gateway.actions import accounts
from gateway.actions.accounts import (
    FAILURES_BEFORE_PAUSE,
    IDLE_ENDS_AFTER,
    LINK_LASTS_FOR,
    MOST_LINKS,
    PAUSE_FOR,
    SESSION_LASTS_FOR,
    LinkEnded,
    SignInRefused,
    WeakPassword,
)
from gateway.domain.scope import Scope
from gateway.store import audit
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, PASSWORD, SCHOOL, parcels

DEAR = accounts._hasher
"""What the school's passwords are checked with, taken before tests make it cheap."""
ANYWHERE = Scope(())
NAIR = "nair@elmswick.example"
pytestmark = pytest.mark.clause("C14")


@pytest.fixture
def school(sqlite_school: Flask) -> Flask:
    """The school in which Miss Nair has a password."""
    accounts.set_password(SCHOOL, staff_id="nair", password=PASSWORD, now=MONDAY_MORNING)
    return sqlite_school


def refusal(email: str, password: str, *, at: timedelta = timedelta()) -> str:
    """What somebody is told who is not let in."""
    with pytest.raises(SignInRefused) as refused:
        accounts.sign_in(ANYWHERE, email=email, password=password, now=MONDAY_MORNING + at)
    return str(refused.value)


def events() -> list[str]:
    """The names of what the record holds of accounts, the newest first."""
    names = ("account.signed_in", "account.refused", "account.link_sent", "account.link_refused")
    with reading():
        return [link.event for link in audit.latest(SCHOOL, names, limit=50)]


def test_the_right_password_lets_a_member_of_staff_in(school: Flask) -> None:
    signed_in = accounts.sign_in(ANYWHERE, email=f" {NAIR.upper()} ", password=PASSWORD, now=MONDAY_MORNING)
    held = accounts.visitor(ANYWHERE, signed_in.token, now=MONDAY_MORNING)
    assert held is not None
    assert (held.kind, held.key, held.roles) == ("staff", "nair", frozenset({"teacher"}))


def test_a_short_password_is_refused(school: Flask) -> None:
    with pytest.raises(WeakPassword):
        accounts.set_password(SCHOOL, staff_id="nair", password="short", now=MONDAY_MORNING)


def test_an_unknown_address_a_wrong_password_and_a_resting_account_are_told_the_same(school: Flask) -> None:
    told = {refusal("nobody@elmswick.example", PASSWORD)}
    told |= {refusal(NAIR, "wrong") for _ in range(FAILURES_BEFORE_PAUSE)}
    told |= {refusal(NAIR, PASSWORD)}
    assert len(told) == 1


def test_every_refusal_writes_one_event_so_that_its_time_tells_nothing(school: Flask) -> None:
    refusal("nobody@elmswick.example", PASSWORD)
    refusal(NAIR, "wrong")
    assert events() == ["account.refused"] * 2


def test_an_unknown_address_costs_a_password_check_too(school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_hasher", DEAR)
    accounts.set_password(SCHOOL, staff_id="nair", password=PASSWORD, now=MONDAY_MORNING)
    checked: list[str] = []

    def no_match(held: str, password: str) -> bool:
        checked.append(held)
        return False

    monkeypatch.setattr(accounts, "_matches", no_match)
    refusal("nobody@elmswick.example", "x")
    refusal(NAIR, "x")
    assert len(checked) == 2
    unknown, known = map(extract_parameters, checked)
    assert unknown == known
    assert (known.type, known.memory_cost >= 19 * 1024, known.time_cost >= 2) == (Type.ID, True, True), "OWASP's least"


def test_an_account_rests_after_five_wrong_tries_even_for_the_right_password(school: Flask) -> None:
    for _ in range(FAILURES_BEFORE_PAUSE):
        refusal(NAIR, "wrong")
    for _ in range(2):
        refusal(NAIR, PASSWORD, at=PAUSE_FOR - timedelta(seconds=1))
    later = MONDAY_MORNING + PAUSE_FOR
    assert accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=later).token


def test_tries_while_an_account_rests_do_not_prolong_its_rest(school: Flask) -> None:
    for _ in range(FAILURES_BEFORE_PAUSE * 3):
        refusal(NAIR, "wrong")
    assert accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING + PAUSE_FOR).token


def test_a_right_password_forgets_the_wrong_ones_before_it(school: Flask) -> None:
    for _ in range(3):
        for _ in range(FAILURES_BEFORE_PAUSE - 1):
            refusal(NAIR, "wrong")
        assert accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token


def test_a_new_password_ends_every_session_of_its_owner(school: Flask) -> None:
    token = accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token
    accounts.set_password(SCHOOL, staff_id="nair", password="another three words", now=MONDAY_MORNING)
    assert accounts.visitor(ANYWHERE, token, now=MONDAY_MORNING) is None


def token_of(app: Flask) -> str:
    """The newest link's token, as it stands in the letter."""
    return str(parcels(app, "sign_in_link")[-1].facts["token"])


def test_a_link_works_once(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="Agnieszka@mail.example ", now=MONDAY_MORNING)
    token = token_of(sqlite_school)
    signed_in = accounts.use_link(ANYWHERE, token, now=MONDAY_MORNING)
    held = accounts.visitor(ANYWHERE, signed_in.token, now=MONDAY_MORNING)
    assert held is not None
    assert (held.kind, held.key) == ("contact", "agnieszka")
    with pytest.raises(LinkEnded):
        accounts.use_link(ANYWHERE, token, now=MONDAY_MORNING)


def test_looking_at_a_link_does_not_use_it_up(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="agnieszka@mail.example", now=MONDAY_MORNING)
    token = token_of(sqlite_school)
    for _ in range(3):
        assert accounts.link_belongs_to(ANYWHERE, token, now=MONDAY_MORNING) == "Agnieszka Nowak"
    assert accounts.use_link(ANYWHERE, token, now=MONDAY_MORNING).token


def test_a_link_ends_after_twenty_minutes(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="agnieszka@mail.example", now=MONDAY_MORNING)
    with pytest.raises(LinkEnded):
        accounts.use_link(ANYWHERE, token_of(sqlite_school), now=MONDAY_MORNING + LINK_LASTS_FOR)


def test_each_of_two_people_at_one_address_gets_a_link_of_their_own(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="reeds@mail.example", now=MONDAY_MORNING)
    assert {one.to_name for one in parcels(sqlite_school, "sign_in_link")} == {"Tom Reed", "Kate Reed"}


def test_nobody_fills_a_familys_mailbox_with_links(sqlite_school: Flask) -> None:
    for _ in range(MOST_LINKS + 3):
        accounts.send_link(SCHOOL, email="agnieszka@mail.example", now=MONDAY_MORNING)
    assert len(parcels(sqlite_school, "sign_in_link")) == MOST_LINKS
    accounts.send_link(SCHOOL, email="agnieszka@mail.example", now=MONDAY_MORNING + LINK_LASTS_FOR)
    assert len(parcels(sqlite_school, "sign_in_link")) == MOST_LINKS + 1


def test_an_unknown_address_gets_no_letter_and_leaves_no_address_in_the_record(sqlite_school: Flask) -> None:
    accounts.send_link(SCHOOL, email="stranger@elsewhere.example", now=MONDAY_MORNING)
    assert parcels(sqlite_school) == ()
    assert events() == ["account.link_refused"]
    with reading():
        held = audit.latest(SCHOOL, ("account.link_refused",), limit=1)
    assert "stranger" not in str(held)


@pytest.mark.parametrize("kind", ["staff", "contact"])
def test_a_session_that_is_not_used_ends(school: Flask, kind: str) -> None:
    if kind == "staff":
        token = accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token
    else:
        accounts.send_link(SCHOOL, email="helen@mail.example", now=MONDAY_MORNING)
        token = accounts.use_link(ANYWHERE, token_of(school), now=MONDAY_MORNING).token
    assert accounts.visitor(ANYWHERE, token, now=MONDAY_MORNING + IDLE_ENDS_AFTER[kind]) is None


def test_a_session_in_use_lives_on_but_not_for_ever(school: Flask) -> None:
    token = accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token
    at = MONDAY_MORNING
    while accounts.visitor(ANYWHERE, token, now=at) is not None:
        at += timedelta(minutes=20)
    assert SESSION_LASTS_FOR <= at - MONDAY_MORNING < SESSION_LASTS_FOR + timedelta(minutes=20)


def test_a_session_that_was_signed_out_is_over(school: Flask) -> None:
    token = accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token
    held = accounts.visitor(ANYWHERE, token, now=MONDAY_MORNING)
    assert held is not None
    accounts.sign_out(held.scope, held.token_hash, now=MONDAY_MORNING)
    assert accounts.visitor(ANYWHERE, token, now=MONDAY_MORNING) is None


def test_the_database_keeps_no_token_of_a_session(school: Flask) -> None:
    token = accounts.sign_in(ANYWHERE, email=NAIR, password=PASSWORD, now=MONDAY_MORNING).token
    held = accounts.visitor(ANYWHERE, token, now=MONDAY_MORNING)
    assert held is not None
    assert held.token_hash == accounts.digest(token) != token


def test_a_link_that_nobody_is_sent_lets_nobody_in(sqlite_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts.secrets, "token_urlsafe", lambda size: "known to the test")
    accounts.send_link(SCHOOL, email="stranger@elsewhere.example", now=MONDAY_MORNING)
    with pytest.raises(LinkEnded):
        accounts.use_link(ANYWHERE, "known to the test", now=MONDAY_MORNING)


@pytest.mark.parametrize("email", ["", "\x00", "nair@elmswick.example\x00\x00" * 2, "x" * 9_000, "@"])
def test_rubbish_for_an_address_is_refused_on_both_databases(sample_school: Flask, email: str) -> None:
    with pytest.raises(SignInRefused):
        accounts.sign_in(ANYWHERE, email=email, password="\x00", now=MONDAY_MORNING)
    accounts.send_link(SCHOOL, email=email, now=MONDAY_MORNING)
    assert parcels(sample_school) == ()
