"""Whether the sender of a mail is proven, as far as the receiving server says (RFC 8601, Microsoft's and Google's forms)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gateway.mail.addresses import domain_of, normalise, parse_addresses
from gateway.mail.message import ParsedMail

Outcome = Literal["pass", "weak", "fail", "none"]


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result; ``properties`` are lower-case ``ptype.property`` names and their values."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]

    def property(self, name: str) -> str:
        """The value of a property, or blank."""
        return next((value for key, value in self.properties if key == name), "")


@dataclass(frozen=True, slots=True)
class Results:
    """One Authentication-Results header; ``server`` is lower case, blank where Microsoft 365 leaves it out."""

    server: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Authentication:
    """``pass``: the From domain itself vouches. ``weak``: SPF or DKIM of that domain does, without DMARC. ``fail``: the sender
    is not who From says, or nothing of the domain holds. ``none``: nobody we may believe has looked. ``note`` is one
    sentence for staff; ``details`` are the results that counted."""

    outcome: Outcome
    note: str
    details: tuple[Result, ...] = ()


_HEADER = "authentication-results"
_LONGEST = 20_000
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_METHOD = re.compile(r"\s*([a-z][a-z0-9_-]*)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.I)
_PROPERTY = re.compile(r'([a-z][a-z0-9_-]*(?:\s*\.\s*[a-z0-9_-]+)?)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;"]+)', re.I)
_SERVER = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;="]+))(?:\s+\d+)?\s*\Z')
_METHODS = frozenset(
    (
        "spf",
        "dkim",
        "dmarc",
        "compauth",
        "auth",
        "iprev",
        "arc",
        "dkim-adsp",
        "sender-id",
        "dkim-atps",
        "domainkeys",
        "bimi",
        "smime",
        "vbr",
        "rrvs",
        "dara",
        "x-tls",
        "x-ptr",
        "x-return-mx",
    )
)
_BAD = frozenset(("fail", "softfail", "hardfail", "permerror", "policy"))
# Where unrelated people register beside each other: two names there share no owner, though they share an ending.
_SECOND_LEVEL = frozenset(
    (
        "co",
        "com",
        "org",
        "net",
        "ac",
        "edu",
        "gov",
        "sch",
        "ltd",
        "plc",
        "me",
        "nhs",
        "police",
        "mod",
        "or",
        "ne",
        "go",
        "gob",
    )
)
_SHARED = frozenset(
    (
        "onmicrosoft.com",
        "gappssmtp.com",
        "amazonses.com",
        "sendgrid.net",
        "mailgun.org",
        "github.io",
        "herokuapp.com",
        "uk.com",
        "gb.net",
        "uk.net",
        "eu.com",
        "us.com",
        "de.com",
        "blogspot.com",
        "azurewebsites.net",
    )
)


def verdict(mail: ParsedMail, server: str) -> Authentication:
    """Is the From of a mail proven? ``server`` is the receiving server's name in Authentication-Results, or blank.

    With a server, only headers that name it count, and of those the topmost decides: the ones below may have come with
    the mail, so they can make it worse and never better. Without one only the topmost header counts. ARC is ignored.
    """
    senders = {
        domain_of(one.address)
        for value in mail.all_headers("from")
        for one in parse_addresses(value)
        if "@" in one.address
    }
    if len(senders) > 1:
        return Authentication(
            "fail", "The mail names senders of more than one domain, so nobody vouches for all of them."
        )
    read = [parse_results(value) for value in mail.all_headers(_HEADER)]
    wanted = server.strip().lower().rstrip(".")
    counted = [one for one in read if one.server == wanted] if wanted else read[:1]
    if not counted:
        said = (
            f"No result of {wanted} stands in the mail." if wanted else "The mail carries no result of a sender check."
        )
        return Authentication("none", f"{said} The sender is neither proven nor disproven.")
    domain = domain_of(mail.from_.address)
    if not domain:
        return Authentication("fail", "The mail names no sender address that could be checked.", counted[0].results)
    worse = [
        one
        for below in counted[1:]
        for one in below.results
        if one.method in ("dmarc", "compauth") and one.result == "fail"
    ]
    return _judge((*counted[0].results, *worse), domain)


def _judge(results: tuple[Result, ...], domain: str) -> Authentication:
    by_method: dict[str, list[Result]] = {}
    for one in results:
        by_method.setdefault(one.method, []).append(one)
    dmarc = by_method.get("dmarc", [])
    if any(one.result == "fail" for one in dmarc):
        return Authentication(
            "fail", f"The check of {domain} failed (DMARC): the mail does not come from where it says.", results
        )
    if any(one.result == "fail" for one in by_method.get("compauth", [])):
        return Authentication(
            "fail", f"Microsoft's check of {domain} failed (compauth): the sender may be forged.", results
        )
    passed = [one for one in dmarc if one.result == "pass"]
    if passed:
        named = {one.property("header.from") for one in passed} - {""}
        if named and not any(
            normalise(f"x@{name}").endswith(f"@{domain}") or is_aligned(name, domain) for name in named
        ):
            return Authentication("fail", f"The check that passed was of {min(named)}, not of {domain}.", results)
        return Authentication("pass", f"{domain} vouches for the sender (DMARC).", results)
    for one in (*by_method.get("dkim", []), *by_method.get("domainkeys", [])):
        if one.result == "pass" and is_aligned(_signer(one), domain):
            return Authentication("weak", f"The mail is signed by {domain}, which has no DMARC rule.", results)
    for one in by_method.get("spf", []):
        if one.result == "pass" and is_aligned(_envelope(one), domain):
            return Authentication("weak", f"The mail came from a server of {domain}, which has no DMARC rule.", results)
    for one in by_method.get("auth", []):
        if one.result == "pass":
            return Authentication("weak", "The sender was signed in at the receiving server.", results)
    if any(one.result in ("pass", "softpass") for one in by_method.get("compauth", [])) or any(
        one.result == "bestguesspass" for one in dmarc
    ):
        return Authentication(
            "weak", f"The receiving server believes that the mail is from {domain}, without proof.", results
        )
    bad = [one.method.upper() for one in results if one.method in ("spf", "dkim") and one.result in _BAD]
    if bad:
        return Authentication(
            "fail",
            f"Nothing of {domain} vouches for the sender and {' and '.join(dict.fromkeys(bad))} failed.",
            results,
        )
    return Authentication("none", f"Nothing in the mail proves or disproves that it is from {domain}.", results)


def _signer(result: Result) -> str:
    return result.property("header.d") or domain_of(
        normalise(result.property("header.i") or result.property("header.from"))
    )


def _envelope(result: Result) -> str:
    sender = result.property("smtp.mailfrom") or result.property("smtp.mail") or result.property("smtp.helo")
    return domain_of(normalise(sender)) or sender


def is_aligned(one: str, other: str) -> bool:
    """Do two domains belong to one organisation, as DMARC's relaxed alignment asks?"""
    first, second = (domain_of(normalise(f"x@{name.strip().lstrip('@')}")) for name in (one, other))
    return bool(first) and bool(second) and (first == second or organisation(first) == organisation(second))


def organisation(domain: str) -> str:
    """The part of a domain that one organisation registered; judged by its shape, for want of the list of all endings."""
    labels = domain.lower().rstrip(".").split(".")
    keep = 2
    if ".".join(labels[-2:]) in _SHARED:
        keep = 3
    elif labels[-2:] == ["sch", "uk"]:
        # Schools register below their county or town.
        keep = 4
    elif len(labels) > 1 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        keep = 3
    return ".".join(labels[-keep:])


def parse_results(value: str) -> Results:
    """One Authentication-Results value, however loosely written. Never raises."""
    pieces = _pieces(_without_comments(value[:_LONGEST]))
    first = pieces[0] if pieces else ""
    named = _SERVER.match(first)
    server = ""
    if named is not None:
        server = (named[1] if named[1] is not None else named[2]).lower().rstrip(".")
        pieces = pieces[1:]
    results = []
    for piece in pieces:
        method = _METHOD.match(piece)
        if method is None or (method[1].lower() not in _METHODS and not method[1].lower().startswith("x-")):
            continue
        properties = tuple(
            ("".join(found[1].lower().split()), _value(found[2])) for found in _PROPERTY.finditer(piece, method.end())
        )
        results.append(Result(method[1].lower(), method[2].lower(), properties))
    return Results(server, tuple(results))


def _value(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    return (re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else value).strip().rstrip(",").lower()


def _without_comments(value: str) -> str:
    """The value without its comments, which may nest and may hold what looks like a result."""
    if "(" not in value:
        return value
    out = []
    depth = 0
    is_quoted = False
    at = 0
    while at < len(value):
        mark = value[at]
        if mark == "\\":
            out.append(value[at : at + 2] if not depth else "")
            at += 2
            continue
        if mark == '"' and not depth:
            is_quoted = not is_quoted
        if mark == "(" and not is_quoted:
            depth += 1
        elif mark == ")" and depth:
            depth -= 1
            out.append(" ")
        elif not depth:
            out.append(mark)
        at += 1
    return "".join(out)


def _pieces(value: str) -> list[str]:
    """The value cut at the semicolons that stand outside quotes."""
    if '"' not in value:
        return [one.strip() for one in value.split(";")]
    pieces, start, is_quoted = [], 0, False
    for at, mark in enumerate(value):
        if mark == '"':
            is_quoted = not is_quoted
        elif mark == ";" and not is_quoted:
            pieces.append(value[start:at].strip())
            start = at + 1
    pieces.append(value[start:].strip())
    return pieces
