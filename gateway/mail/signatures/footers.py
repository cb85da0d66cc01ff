"""Which paragraphs are legal footers, list footers and warnings that no person wrote."""

from __future__ import annotations

import re

CONTACT = re.compile(
    r"https?://|www\.|[\w.+-]@[\w-]+\.\w|\+?\d[\d ()./-]{7,}\d|\b(?:tel|fax|mob(?:ile)?|phone)\b", re.I
)
"""A line with a way to be reached: a link, an address, a telephone number."""

_LEGAL = re.compile(
    "|".join(
        (
            # Secrecy,
            r"(confidential|vertraulich|confidentiel|confidencial|riservat|confidenzial|vertrouwelijk|poufn|konfident"
            r"|fortrolig|luottamuksell|důvěrn|bizalmas|конфиденциальн|конфіденційн|gizli|εμπιστευτικ|机密|機密)",
            # whom it was meant for,
            r"(intended (?:solely|only|for)|intended recipient|addressee|sole use|empfänger|destinataire|destinatari"
            r"|geadresseerde|adresat|ontvanger|mottagare|modtager|vastaanottaja|příjemce|címzett|получател|адресат"
            r"|alıcı|παραλήπτη|收件人)",
            # a mistake,
            r"(in error|irrtümlich|par erreur|por error|per errore|por engano|ten onrechte|abusievelijk|omyłk"
            r"|av misstag|ved en fejl|omylem|по ошибке|yanlışlıkla)",
            # what is forbidden,
            r"(disclos|disseminat|unauthori[sz]ed|prohibited|unbefugt|interdit|prohibid|proibid|vietat|verboden"
            r"|zabronion|copying|liabilit|responsib|diffus|distribui|kopier)",
            # what to do,
            r"(delete (?:it|this|the)|notify the sender|inform the sender|löschen|informieren sie|supprim|détrui|elimin"
            r"|cancellar|verwijder|usuną|destroy|notify us)",
            # what else lawyers name,
            r"(privileged|attachments?|anhang|anhänge|pièces? jointes?|documents joints|allegat|adjunt|anex|bijlage"
            r"|załącznik)",
            # and machines and registers.
            r"(virus(?:es)?|malware|scanned|registered (?:in|office|charity|company)|company (?:number|no))",
        )
    ),
    re.I,
)
_LEGAL_START = re.compile(
    r"^\W{0,4}(?:"
    r"(?:this|the|dies|diese|ce|cet|cette|este|esta|il|la|le|questo|questa|dit|deze|ta|niniejsza|detta|denne|tämä|tato"
    r"|ez|данное|это|цей|bu|本)\b.{0,40}"
    r"(?:e-?mail|message|communication|information|transmission|mail|nachricht|courriel|mensaje|correo|mensagem"
    r"|messaggio|informazioni|comunicazione|bericht|wiadomość|meddelande|besked|viesti|zpráva|üzenet|сообщение|лист"
    r"|ileti|邮件)"
    r"|(?:confidentiality|disclaimer|privileged|important notice|legal notice|notice|privacy|avviso|aviso|avis"
    r"|hinweis)\b"
    r"|if you (?:are not|have received|receive)|any (?:unauthori[sz]ed|views|opinions)"
    r"|registered (?:in|office|charity)|sollten sie|persone diverse"
    r"|se (?:ricevete|avete|ha)|si (?:vous|ha|usted)|wenn sie nicht|als u|indien u|jeśli)",
    re.I | re.S,
)
_HEADING = re.compile(
    r"\W{0,4}(?:disclaimer|confidentiality(?: notice)?|important notice|legal notice|hinweis|aviso legal|avertissement)"
    r"\W{0,4}",
    re.I,
)
_REGISTERED = re.compile(
    r"registered (?:in|office|charity|company).{0,60}?(?:no\.?|number|office|:)\W{0,3}.{0,12}\d{5,}", re.I
)
_FOOTER = re.compile(
    r"^\W{0,4}(?:virus-?free|(?:p )?(?:please )?consider the environment|please do not print this (?:e-?mail|message)"
    r"|think before (?:you print|printing)|do you yahoo|\S+ mailing list\W*$"
    r"|(?:to )?unsubscribe(?:\W*$| from (?:this|the|these|our)\b| here\b|.{0,60}(?:https?:|@))"
    r"|you (?:are receiving|received|got) this (?:e-?mail|message|mail|because)|you are subscribed to"
    r"|reply to this (?:e-?mail|message) directly|view (?:this|it) (?:e-?mail|online|on github|in (?:a|your) browser)"
    r"|this (?:e-?mail|message) (?:has been|was) (?:scanned|checked)|(?:scanned|checked) (?:by|for) .{0,40}(?:virus|malware|spam)"
    r"|\[?caution:?\]? .{0,40}external|bitte denken sie an die umwelt|diese e-mail wurde von avast"
    r"|pensez à l'environnement|nhsmail is the secure e-?mail"
    r"|for more information and to find out how you can switch)",
    re.I,
)
_PICTURE = re.compile(
    r"\[(?:cid:|image:)[^\]]{0,200}\]$|\[[^\]]{0,60}\]\s?<https?:[^>]{0,300}>$|<#[\w-]{1,80}>$|\[image\]$", re.I
)
_LINK = re.compile(r"<(?:https?:|#)[^>]{0,400}>")
_BANNER = re.compile(
    r"^\W{0,4}(?:caution|warning|external(?: e-?mail| sender)?|attention|be careful"
    r"|you don't often get email from)\b.{0,400}$",
    re.I | re.S,
)
_BANNER_SAYS = re.compile(
    r"originated (?:from )?outside|outside (?:of )?(?:the|your|our) (?:organi[sz]ation|school|trust|council|company)"
    r"|learn why this is important|external sender",
    re.I,
)


def is_picture(line: str) -> bool:
    """Does a line only stand for a picture, like the logo under a signature?"""
    return line[:1] in "[<" and _PICTURE.match(line) is not None


def take_banner(words: list[str]) -> list[str]:
    """Takes away the warning that the school's own mail server puts above mail from outside; gives the lines taken."""
    end = words.index("") if "" in words else len(words)
    if not 0 < end <= 6:
        return []
    paragraph = " ".join(words[:end])
    if len(paragraph) > 420 or not _BANNER.match(paragraph) or not _BANNER_SAYS.search(paragraph):
        return []
    taken = words[:end]
    del words[:end]
    return taken


def take_footers(words: list[str]) -> list[str]:
    """Takes away legal and list footers, paragraph by paragraph from the end; gives the lines taken, in order."""
    taken: list[str] = []
    for _ in range(8):
        start = end = len(words)
        while start and words[start - 1] and end - start < 30:
            start -= 1
        if start == end or end - start >= 30:
            break
        is_heading = bool(taken) and end - start == 1 and _HEADING.fullmatch(words[start]) is not None
        if not is_heading and not _is_footer(words[start:end]):
            break
        taken[:0] = ["", *words[start:end]]
        del words[start:]
        while words and not words[-1]:
            words.pop()
    return taken[1:]


def _is_footer(paragraph: list[str]) -> bool:
    inside = [line for line in paragraph if line.strip("-_=*~—– ")]
    if not inside:
        return True
    if (
        len(inside) <= 4
        and len(inside) < len(paragraph)
        and all(CONTACT.search(line) or _FOOTER.match(line) for line in inside)
    ):
        return True
    if all(is_picture(line) for line in inside):
        return True
    text = " ".join(inside)
    if len(text) < 600 and (_FOOTER.match(_LINK.sub("", text).lstrip()) or _REGISTERED.search(text)):
        return True
    return (
        _LEGAL_START.match(text) is not None and len({match.lastindex for match in _LEGAL.finditer(text[:4000])}) >= 2
    )
