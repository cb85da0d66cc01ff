"""What ties a mail to a conversation: the ids it names, its reply token, and its subject without marks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from gateway.mail.addresses import domain_of, plus_part
from gateway.mail.message import ParsedMail

_MOST_IDS = 100
_MOST_MARKS = 20
_TOKEN = re.compile(r"(?:.*\+)?c-([a-z2-7]{16,26})")


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_REPLIES = _names(
    "re aw antw antwort sv vs odp ynt rif r ré réf rép atb ang res resp blc bls balas tl vá válasz vedr svar",
    "svr odg ats отв ответ відп відповідь на αω απ σχετ σχ השב תגובה תשובה رد الرد جواب پاسخ 回复 回覆 答复 答覆 回信",
    "返信 답장 회신 re- ตอบ ตอบกลับ răsp rsp antwoord reply balasan उत्तर ਜਵਾਬ",
)
_FORWARDS = _names(
    "fwd fw wg tr vb pd rv i enc vl fs ilt i̇lt doorst vidarebefordrat videresendt weitergeleitet transf trs",
    "továbbítás továbbított vd edasi pārs per přep pd: prosl proslj пересл перенаправлено fyi. πρθ הועבר",
    "إعادة-توجيه توجيه 转发 轉寄 轉發 転送 전달 chuyển-tiếp fwd- forward forwarded rinvio inoltro rvs reenv sb ft préf",
)
_NEUTRAL = frozenset(("external", "ext", "extern", "spam", "suspected spam", "caution"))
_MARK = re.compile(
    r"\s*([^\s:\[\](){}0-9]{1,16}(?:[ -][^\s:\[\](){}0-9]{1,10})?)\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\*\d{1,4}|\^\d{1,4}|\d{1,4})?\s*:"
)
_TAG = re.compile(r"\s*\[(?![^\]]*:)[^\]\[]{1,60}\]\s*(?=\S)")
_WRAPPED = re.compile(r"\s*\[\s*((?:fwd?|wg|tr)\s*:.*)\]\s*", re.I)
_LATE_MARK = re.compile(r"\s*\((?:fwd?|forwarded)\)\s*\Z", re.I)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]")


@dataclass(frozen=True, slots=True)
class ThreadKeys:
    """``ids`` newest first; ``marks_reply`` when the mail says that it answers; ``base_subject`` without marks, case folded."""

    ids: tuple[str, ...]
    marks_reply: bool
    base_subject: str


@dataclass(frozen=True, slots=True)
class _Subject:
    marks_reply: bool
    marks_forward: bool
    base: str


def keys(mail: ParsedMail) -> ThreadKeys:
    """What a mail names of its conversation. In-Reply-To comes first, then References from the newest back (RFC 5322)."""
    named = dict.fromkeys((*mail.in_reply_to, *reversed(mail.references)))
    named.pop(mail.message_id, None)
    subject = _read_subject(mail.subject)
    # A forward names the mail that it passes on, but is not an answer to it.
    is_reply = subject.marks_reply or (bool(named) and not subject.marks_forward)
    return ThreadKeys(tuple(named)[:_MOST_IDS], is_reply, subject.base)


def base_subject(subject: str) -> str:
    """A subject without reply and forward marks, list tags and spare blanks, case folded."""
    return _read_subject(subject).base


def own_subject(subject: str) -> str:
    """A subject that speaks for its own mail; blank where it is marked as that of what is answered."""
    return "" if _read_subject(subject).marks_reply else subject


def reply_token(mail: ParsedMail, domains: Collection[str] = ()) -> str:
    """The token in a plus address (``office+c-TOKEN@…``) that the mail was sent to, or blank; ``domains`` limits whose.

    Recipients are To, Cc and the delivery headers. A token is a key to be looked up, never proof of who writes.
    """
    for address in (*(one.address for one in (*mail.to, *mail.cc)), *mail.delivered_to):
        if "+" not in address or (domains and domain_of(address) not in domains):
            continue
        found = _TOKEN.fullmatch(plus_part(address))
        if found is not None:
            return found[1]
    return ""


def tokened(address: str, token: str) -> str:
    """An address with a reply token in it: what ``reply_token`` finds again in the answer."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}+c-{token}{at}{domain}"


def new_message_id(domain: str, unique: str) -> str:
    """A Message-ID of ours, in its angle brackets; ``unique`` must never come twice."""
    return f"<{_NOT_IN_ID.sub('', unique)}@{_NOT_IN_ID.sub('', domain.lower()) or 'localhost'}>"


def _read_subject(subject: str) -> _Subject:
    rest = " ".join(_UNSEEN.sub("", subject).replace("：", ":").split())
    outermost = ""
    for _ in range(_MOST_MARKS):
        wrapped = _WRAPPED.fullmatch(rest)
        if wrapped is not None:
            rest = wrapped[1]
            continue
        tag = _TAG.match(rest)
        if tag is not None:
            rest = rest[tag.end() :]
            continue
        mark = _MARK.match(rest)
        kind = _kind(mark[1]) if mark is not None else ""
        if mark is None or not kind:
            break
        outermost = outermost or kind.strip("-")
        rest = rest[mark.end() :]
    late = _LATE_MARK.search(rest)
    if late is not None:
        outermost = outermost or "forward"
        rest = rest[: late.start()]
    return _Subject(outermost == "reply", outermost == "forward", " ".join(rest.split()).casefold())


def _kind(mark: str) -> str:
    """What a word before a colon is: ``reply``, ``forward``, ``-`` for a mark that says neither, or blank for a plain word."""
    word = mark.strip().rstrip(".").casefold()
    if word in _REPLIES:
        return "reply"
    if word in _FORWARDS or word.replace(" ", "-") in _FORWARDS:
        return "forward"
    return "-" if word in _NEUTRAL else ""
