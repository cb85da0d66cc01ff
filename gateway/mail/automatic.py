"""Whether a mail was written by a person, and whether it may be answered by a machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gateway.mail.message import Address, ParsedMail

Kind = Literal["message", "auto_reply", "bounce", "list_mail", "receipt"]


@dataclass(frozen=True, slots=True)
class MailKind:
    """What a mail is, and the evidence for it in a few plain words (for the log and the headteacher's eye)."""

    kind: Kind
    reason: str


_SYSTEM_SENDERS = re.compile(
    r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mdaemon|maildelivery|mail[-_.]?delivery|mailer"
    r"|microsoftexchange[0-9a-f]{8,}"
    r"|bounces?|mmdf|uucp|mail-?system|\"?system[ -.]?administrator\"?)(?:[-+=.\\].*)?$"
)
_SYSTEM_NAMES = re.compile(
    r"mail delivery (?:sub)?system|mailer[- ]?daemon|mail administrator|post ?master|delivery subsystem|mail system"
    r"|microsoft outlook"
    r"|system administrator|systemadministrator|mail transfer agent|internet mail (?:delivery|server)"
    r"|systèmes? de messagerie",
    re.I,
)
_NOT_ANSWERING = re.compile(
    r"^(?:(?:do[-_.]?)?no[-_.]?t?[-_.]?reply|donot[-_.]?reply|keine?[-_.]?antwort|ne[-_.]?pas[-_.]?repondre"
    r"|no[-_.]?responder"
    r"|no[-_.]?contestar|notifications?|automated|auto[-_.]?mailer|daemon|root|listserv|majordomo"
    r"|owner)(?:[-+._].*)?$|^owner-|-(?:owner|request|bounces?)$"
    r"|(?:^|[-_.+])no[-_.]?reply(?:$|[-_.+])"
)
_FAILED_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|undelivered mail|delivery (?:warning|failed|status notification|failure|has failed|problem"
    r"|error|report|unsuccessful)"
    r"|(?:mail|message) (?:delivery (?:failed|failure|problem|delayed|status)|could not be delivered|undeliverable"
    r"|not delivered|bounced|system error)"
    r"|returned (?:mail|to sender|message)|failure notice|failed mail|non[- ]?delivery|nondeliverable|mail (?:error"
    r"|failure|delivery)|message status"
    r"|could not (?:be delivered|send message)|cannot send mail|unable to deliver|user unknown|unknown user"
    r"|permanent (?:error|failure)"
    r"|warning: (?:message|could not)|bounced? (?:mail|action)|rejected|delivery delayed|delayed mail|notice:? mail"
    r"|unzustellbar|nicht zugestellt|zustellung fehlgeschlagen|fehlgeschlagene zustellung|non remis"
    r"|échec de la remise|non distribu"
    r"|no se puede entregar|no se pudo entregar|devuelto|error en la entrega|non recapitabile|mancato recapito"
    r"|não entreg|não é possível entregar"
    r"|onbestelbaar|niet bezorgd|niedostarczalne|nie można dostarczyć|kunde inte levereras|kunne ikke leveres"
    r"|toimitus epäonnistui"
    r"|недоставлен|не доставлено|не удалось доставить|не вдалося доставити|teslim edilemedi|未送达|无法送达|退信"
    r"|配信不能|配信できません"
    r"|배달되지|반송",
    re.I,
)
_FAILED_BODY = re.compile(
    r"could not be delivered|(?:was|been) (?:undeliverable|unable to deliver)|undeliverable|unable to (?:deliver|send"
    r"|relay)|delivery (?:to|of|has|attempt)"
    r"[^\n]{0,80}fail|delivery[^\n]{0,30}(?:failed|failure|unsuccessful|problem)|permanent(?:ly)? (?:fatal "
    r"|delivery )?(?:error|failure|fail)|user unknown"
    r"|unknown (?:user|recipient|local)|no such (?:user|recipient|account|mailbox)|recipient (?:address )?(?:rejected"
    r"|unknown)|mailbox (?:is )?(?:full|unavailable|not found)"
    r"|over ?quota|account (?:is|has been) (?:disabled|closed|inactive|full)|not (?:be )?deliver"
    r"|transcript of session|returned (?:mail|message|to)|fatal errors"
    r"|failed addresses?|not listed in|invalid (?:recipient|address|user)|did(?: |n't|not) (?:reach|get through)"
    r"|<<< 5\d\d|\b5\d\d[ -]5\.\d\.\d|permanent error"
    r"|doesn't exist|does not exist|was not delivered|could not (?:send|deliver)|rejected|bounced|not found"
    r"|non existent|undelivered|gave this error"
    r"|following (?:address|recipient)|no (?:está|existe)|non (?:esiste|exist)|unbekannt|inconnu|expired|delayed"
    r"|postponed|warning",
    re.I,
)
_AWAY_SUBJECT = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[- ]?(?:response|reply|responder|antwort|svar)|out of (?:the )?office"
    r"|automatische (?:antwort|reactie)"
    r"|abwesenheit\w*|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina"
    r"|risposta automatica|fuori ufficio"
    r"|resposta automática|ausência temporária|automatisch antwoord|afwezigheid\w*|autosvar|automatisk svar"
    r"|automatiskt svar|frånvaro\w*"
    r"|automaattinen vastaus|odpowiedź automatyczna|autoodpowiedź|automatická odpověď|automatikus válasz"
    r"|автоматический ответ|автоответ"
    r"|автоматична відповідь|otomatik yanıt|răspuns automat|αυτόματη απάντηση|自动回复|自動回覆|自動応答|자동 회신"
    r"|رد تلقائي"
    r"|תשובה אוטומטית|odgovor automatski"
    r"|automatski odgovor|automātiskā atbilde|automatinis atsakymas|ooo)\b ?(?:[:：(\[–—-]|from\b|$)",
    re.I,
)
_AWAY_WORDS = re.compile(
    r"out of (?:the )?office|on (?:annual |maternity |sick |paternity )?leave|away from (?:my|the) (?:desk|office"
    r"|e-?mail)|automatic(?:ally)? (?:reply|generated|response|sent)"
    r"|auto[- ]?(?:reply|response)|on (?:holiday|vacation)|limited access to (?:my )?e-?mail|(?:will )?(?:be back"
    r"|return) (?:on|to)|abwesend|nicht im (?:büro|haus)"
    r"|absente? (?:du|jusqu)|en vacances|fuera de (?:la )?oficina|vacaciones|assente|in ferie|ausente|afwezig"
    r"|met vakantie|frånvarande|poza biurem|urlop"
    r"|в отпуске|отсутств|відсутн|izindeyim|yıllık izin|休暇|不在|休假",
    re.I,
)
_MACHINE_MARKS = frozenset(
    (
        "x-autoreply",
        "x-autorespond",
        "x-autoresponse",
        "x-auto-reply-from",
        "x-mail-autoreply",
        "x-autoreply-from",
        "x-autogenerated",
        "x-vacation",
        "x-ms-exchange-inbox-rules-loop",
        "delivered-by-the-graceful-vacation",
    )
)
_LIST_MARKS = frozenset(
    (
        "list-id",
        "list-unsubscribe",
        "list-post",
        "list-help",
        "list-owner",
        "list-archive",
        "x-mailing-list",
        "x-mailman-version",
        "mailing-list",
        "x-listname",
        "list-subscribe",
        "x-campaign-id",
        "x-campaign",
        "x-mailchimp-campaign-id",
        "feedback-id",
    )
)
_PERSONAL = re.compile(
    r"\b(?:I|I'm|I've|my|me|our|hi|hello|dear|good (?:morning|afternoon|evening)|thanks|thank you|please can)\b", re.I
)
_RETURNED = re.compile(
    r"^(?:[-=_*\s]{2,}.{0,12}(?:original|returned|undelivered|below this line|copy of|unsent|headers?|transcript"
    r"|message (?:header|text|follows)|mail).{0,40}"
    r"|(?:received|message-id): .+)$",
    re.I | re.M,
)
OUR_MARK = "x-handbell"
"""The header that all mail of ours carries; a mail that comes back with it is never answered."""
_READ_BODY = 4000
_REPORT_TYPE = re.compile(r"report-type\s*=\s*\"?([a-z-]+)", re.I)


def kind_of(mail: ParsedMail) -> MailKind:
    """What a mail is. A person's mail that only speaks of a failed delivery, or of being away, stays a message."""
    for ask in (_report, _failed, _replied_by_machine, _list):
        found = ask(mail)
        if found is not None:
            return found
    return MailKind("message", "nothing says that a machine wrote it")


def may_be_answered(mail: ParsedMail) -> bool:
    """May a machine answer this mail? Never another machine, a list, an address that takes no mail, or ourselves."""
    if not mail.readable or kind_of(mail).kind != "message" or mail.return_path in ("", "<>") or mail.header(OUR_MARK):
        return False
    sender = mail.reply_to[0] if mail.reply_to else mail.from_
    if "@" not in sender.address or _is_ourselves(mail, sender):
        return False
    senders = (sender.address, mail.from_.address, mail.sender.address, (mail.return_path or "").strip("<>").lower())
    return not any(address and _takes_no_mail(address) for address in senders)


def _is_ourselves(mail: ParsedMail, sender: Address) -> bool:
    return sender.address in mail.delivered_to


def _takes_no_mail(address: str) -> bool:
    local = address.rpartition("@")[0]
    return _NOT_ANSWERING.search(local) is not None or _SYSTEM_SENDERS.match(local) is not None


def _report(mail: ParsedMail) -> MailKind | None:
    """Reports that say what they are: RFC 3464, RFC 8098, RFC 5965."""
    declared = mail.header("content-type") or mail.content_type
    stated = _REPORT_TYPE.search(declared)
    report = stated.group(1).lower() if stated else ""
    inside = {part.type.lower() for part in mail.attachments}
    if report == "delivery-status" or "message/delivery-status" in inside or "message/global-delivery-status" in inside:
        return _delivery_report(mail)
    if report == "disposition-notification" or "message/disposition-notification" in inside:
        # Some mail systems say in this form that they turned a mail away.
        if _is_system(mail) and _FAILED_SUBJECT.search(mail.subject) and not mail.subject.lower().startswith("read"):
            return MailKind("bounce", "a mail system turned a mail away")
        return MailKind("receipt", "a read receipt")
    if report == "feedback-report" or "message/feedback-report" in inside:
        return MailKind("receipt", "an abuse report")
    if declared.lower().startswith("multipart/report"):
        return MailKind("bounce", "a delivery report")
    if "text/calendar" in declared.lower() and re.search(r"method\s*=\s*\"?reply", declared, re.I):
        return MailKind("auto_reply", "an answer to an invitation")
    return None


def _delivery_report(mail: ParsedMail) -> MailKind:
    said = f"{mail.subject}\n{mail.text[:_READ_BODY]}"
    if re.search(
        r"^(?:relayed|delivered|delivery (?:receipt|confirmation)|successful mail delivery|read:)", mail.subject, re.I
    ) and not (_FAILED_SUBJECT.search(said)):
        return MailKind("receipt", "a delivery receipt")
    return MailKind("bounce", "a delivery status report")


def _failed(mail: ParsedMail) -> MailKind | None:
    """Bounces that are no RFC 3464 report: a mail system's voice, and a failure told."""
    if mail.header("x-failed-recipients"):
        return MailKind("bounce", "it names failed recipients")
    if _AWAY_SUBJECT.match(mail.subject):
        return None
    empty = mail.return_path in ("", "<>")
    system = _is_system(mail)
    subject = _FAILED_SUBJECT.search(mail.subject) is not None
    if not (empty or system or subject):
        # Nearly every mail: its words need not be searched.
        return None
    told = _FAILED_BODY.search(mail.text[:_READ_BODY]) is not None
    if system and (subject or told or empty or _is_daemon(mail)):
        return MailKind("bounce", "a mail system tells of a failure")
    if empty and subject:
        return MailKind("bounce", "sent from nobody, and its subject tells of a failure")
    if told and _carries_returned_mail(mail):
        if subject:
            return MailKind("bounce", "it tells of a failure and returns a mail")
        if empty:
            return MailKind("bounce", "sent from nobody, and it returns a mail")
    if subject and told and _sounds_like_machine(mail):
        return MailKind("bounce", "it tells of a failure as no person does")
    return None


def _is_system(mail: ParsedMail) -> bool:
    """Does a mail system speak, by its address or by its name?"""
    local = mail.from_.address.rpartition("@")[0] or mail.from_.address
    if _SYSTEM_SENDERS.match(local):
        return True
    return _SYSTEM_NAMES.search(mail.from_.name) is not None and (
        mail.return_path in ("", "<>") or not _looks_personal(mail)
    )


def _is_daemon(mail: ParsedMail) -> bool:
    """Is the sender an address behind which no person can be?"""
    return "daemon" in mail.from_.address.partition("@")[0]


def _sounds_like_machine(mail: ParsedMail) -> bool:
    """Is a mail from an unnamed sender that names an address on a line of its own, and says neither "I" nor "hello"?"""
    if mail.from_.name or mail.in_reply_to or mail.references:
        return False
    said = mail.text[:1500]
    alone = any("@" in line and len(line.split()) <= 4 for line in said.splitlines())
    return alone and _PERSONAL.search(said) is None


def _looks_personal(mail: ParsedMail) -> bool:
    """Does a mail continue a conversation, as no mail system's does?"""
    return bool(mail.in_reply_to) and mail.subject[:3].lower() == "re:"


def _carries_returned_mail(mail: ParsedMail) -> bool:
    if any(part.type.lower() in ("message/rfc822", "text/rfc822-headers") for part in mail.attachments):
        # A person who forwards a failed mail has it attached too; but answers, or says so, under their own name.
        return not mail.in_reply_to and mail.subject[:3].lower() not in ("re:", "fw:", "fwd")
    return (
        not mail.in_reply_to
        and mail.subject[:3].lower() not in ("re:", "fw:", "fwd")
        and _RETURNED.search(mail.text) is not None
    )


def _replied_by_machine(mail: ParsedMail) -> MailKind | None:
    """RFC 3834, and what mail programs did before and beside it."""
    submitted = mail.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return MailKind("auto_reply", f"Auto-Submitted says {submitted[:40]}")
    precedence = mail.header("precedence").strip().lower().replace("-", "_")
    if precedence == "auto_reply":
        return MailKind("auto_reply", "Precedence says auto_reply")
    for mark in sorted(_MACHINE_MARKS & mail.names()):
        if mail.header(mark).strip().lower() not in ("", "no", "false"):
            return MailKind("auto_reply", f"it carries {mark}")
    if _AWAY_SUBJECT.match(mail.subject):
        empty = mail.return_path in ("", "<>")
        suppressed = bool(mail.header("x-auto-response-suppress"))
        if empty or suppressed or precedence in ("bulk", "junk", "list") or _AWAY_WORDS.search(mail.text[:_READ_BODY]):
            return MailKind("auto_reply", "its subject and more say that its sender is away")
    if mail.content_type.lower() == "text/calendar" and "METHOD:REPLY" in mail.text[:_READ_BODY].upper():
        return MailKind("auto_reply", "an answer to an invitation")
    if mail.return_path in ("", "<>") and _AWAY_WORDS.search(f"{mail.subject}\n{mail.text[:_READ_BODY]}"):
        return MailKind("auto_reply", "sent from nobody, and it says that its sender is away")
    return None


def _list(mail: ParsedMail) -> MailKind | None:
    marks = _LIST_MARKS & mail.names()
    if marks:
        mark = min(marks)
        return MailKind("list_mail", f"it carries {mark}")
    precedence = mail.header("precedence").strip().lower()
    if precedence in ("bulk", "list", "junk"):
        return MailKind("list_mail", f"Precedence says {precedence}")
    return None
