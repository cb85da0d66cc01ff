"""Whether a sender is proven is read from the school's own server alone, however loosely it writes."""

from __future__ import annotations

import pytest

from gateway.mail.authentication import Authentication, is_aligned, organisation, parse_results, verdict
from gateway.mail.parsing import parse
from tests.mail.letters import a_letter

OURS = "mx.school.example"
GOOGLE = (
    "mx.google.com;\r\n       dkim=pass header.i=@home.example header.s=20230601 header.b=AbC+/1;\r\n"
    "       spf=pass (google.com: domain of priya@home.example designates 192.0.2.7 as permitted sender)"
    " smtp.mailfrom=priya@home.example;\r\n       dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=home.example"
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=home.example; dkim=pass (signature was verified)\r\n"
    " header.d=home.example;dmarc=pass action=none\r\n header.from=home.example;compauth=pass reason=100"
)
MICROSOFT_FAILED = (
    "spf=softfail (sender IP is 192.0.2.9)\r\n smtp.mailfrom=home.example; dkim=none (message not signed)\r\n"
    " header.d=none;dmarc=fail action=oreject\r\n header.from=home.example;compauth=fail reason=000"
)


def judged(*results: str, server: str = "", sender: str = "Priya <priya@home.example>") -> Authentication:
    """The verdict on a mail with those Authentication-Results, topmost first."""
    lines = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    return verdict(parse(lines + a_letter(**{"from": sender})), server)


def test_google_s_form_is_read() -> None:
    assert judged(GOOGLE).outcome == "pass"
    assert judged(GOOGLE, server="mx.google.com").outcome == "pass"


def test_microsoft_s_form_without_a_server_s_name_is_read() -> None:
    assert judged(MICROSOFT).outcome == "pass"
    assert judged(MICROSOFT_FAILED).outcome == "fail"
    assert parse_results(MICROSOFT).server == ""


def test_no_result_at_all_is_noted_and_is_no_failure() -> None:
    found = judged()
    assert (found.outcome, found.details) == ("none", ())
    assert found.note == ("The mail carries no result of a sender check. The sender is neither proven nor disproven.")


def test_only_the_school_s_own_server_counts() -> None:
    forged = "mx.evil.example; dmarc=pass header.from=home.example"
    assert judged(forged, server=OURS).outcome == "none"
    assert judged(f"{OURS}; dmarc=fail header.from=home.example", forged, server=OURS).outcome == "fail"


def test_a_header_below_the_server_s_own_may_make_it_worse_and_never_better() -> None:
    forged = f"{OURS}; dmarc=pass header.from=home.example"
    assert judged(f"{OURS}; spf=none; dkim=none", forged, server=OURS).outcome == "none"
    assert judged(forged, f"{OURS}; dmarc=fail header.from=home.example", server=OURS).outcome == "fail"
    assert judged(f"{OURS}; spf=none", forged).outcome == "none"


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ("dmarc=pass header.from=home.example", "pass"),
        ("dmarc=pass header.from=mail.home.example", "pass"),
        ("dmarc=pass header.from=evil.example", "fail"),
        ("dmarc=fail header.from=home.example", "fail"),
        ("dmarc=bestguesspass header.from=home.example", "weak"),
        ("dmarc=none; dkim=pass header.d=home.example", "weak"),
        ("dkim=pass header.d=evil.example", "none"),
        ("dkim=pass header.i=@home.example", "weak"),
        ("spf=pass smtp.mailfrom=priya@home.example", "weak"),
        ("spf=pass smtp.mailfrom=bounce@list.evil.example", "none"),
        ("spf=fail smtp.mailfrom=home.example; dkim=pass header.d=home.example", "weak"),
        ("spf=softfail smtp.mailfrom=home.example; dkim=none", "fail"),
        ("spf=neutral smtp.mailfrom=home.example", "none"),
        ("auth=pass smtp.auth=priya", "weak"),
        ("arc=pass; dmarc=fail header.from=home.example", "fail"),
        ("none", "none"),
        ("spf=none (dmarc=pass header.from=home.example)", "none"),
        ('spf=none reason="; dmarc=pass header.from=home.example"', "none"),
        ("DMARC = PASS (a (nested) note) header.from = HOME.EXAMPLE", "pass"),
        ("dmarc/1=pass header.from=home.example", "pass"),
    ],
)
def test_what_each_result_proves(result: str, outcome: str) -> None:
    assert judged(f"{OURS}; {result}", server=OURS).outcome == outcome
    assert judged(f"{OURS} 1; {result}", server=f"{OURS.upper()}.").outcome == outcome


def test_a_mail_of_two_senders_is_vouched_for_by_nobody() -> None:
    proven = f"{OURS}; dmarc=pass header.from=home.example"
    assert judged(proven, server=OURS, sender="p@home.example, q@evil.example").outcome == "fail"


def test_a_mail_of_no_sender_is_not_proven() -> None:
    assert judged(f"{OURS}; dmarc=pass header.from=home.example", server=OURS, sender="Priya").outcome == "fail"


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        ("mail.home.example", "home.example"),
        ("a.b.elmswick.surrey.sch.uk", "elmswick.surrey.sch.uk"),
        ("x.council.gov.uk", "council.gov.uk"),
        ("school.onmicrosoft.com", "school.onmicrosoft.com"),
        ("home.example", "home.example"),
    ],
)
def test_the_owner_of_a_domain_is_told_by_its_shape(domain: str, owner: str) -> None:
    assert organisation(domain) == owner


def test_two_schools_of_one_county_are_not_one_owner() -> None:
    assert not is_aligned("ash.surrey.sch.uk", "elm.surrey.sch.uk")
    assert not is_aligned("one.onmicrosoft.com", "two.onmicrosoft.com")
    assert not is_aligned("", "")


@pytest.mark.parametrize("value", ["", ";", ";;;", "(", '"', "a=b=c;=;", "(" * 5000, "x;" * 5000, "\\", "\x00"])
def test_any_header_is_read(value: str) -> None:
    parse_results(value)
    assert judged(value.replace("\x00", "")).outcome in ("none", "fail")
