"""Which lines of a mail are signature, phone advertisement or legal footer rather than words to the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 20
_FAR_UP = 80
_CONTACT = re.compile(
    r"https?://|www\.|[\w.+-]@[\w-]+\.\w|\+?\d[\d ()./-]{7,}\d|\b(?:tel|fax|mob(?:ile)?|phone)\b", re.I
)
_DEVICE = re.compile(
    r"iphon|ipad|ipod|\bios\b|android|samsung|galaxy|huawei|xiaomi|redmi|\bmi\b|oppo|nokia|\bhtc\b|\blg\b|sony|xperia"
    r"|motorola|oneplus|pixel|blackberry|windows|smartphone|tablet"
    r"|outlook|yahoo|gmail|\bmail\b|e-mail|webmail|\bapp\b|typeapp|aquamail|bluemail|proton|thunderbird|tutanota|zoho"
    r"|posta|poczta|courrier|correo|邮箱|郵箱|メール|메일"
    r"|mobile|mobil|m[oó]vil|celular|cellulare|handy|telefon|téléphone|portable|phone|device|dispositivo|gerät"
    r"|t-mobile|verizon|o2|vodafone|orange|talktalk|wireless|スマートフォン|手机|手機",
    re.I,
)
_SENT_FIRST = re.compile(
    "|".join(
        (
            r"sent (?:from|via|with|using|by|on the go)",
            r"gesendet (?:von|mit|aus|über)|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit) |von mein",
            r"envoyé (?:de|depuis|à partir|avec|par)|envoyer de|provenance ?:",
            r"enviado (?:de|desde|do|da|a partir|mediante|con|pelo|através)|enviada do|enviat des",
            r"inviato (?:da|dal|con|tramite)",
            r"verzonden (?:vanaf|met|van|via|vanuit)|verstuurd vanaf|van mijn",
            r"wysłan[eoy] (?:z|ze|przy)|odesláno (?:z|ze|pomocí)|odoslané (?:z|zo)|poslano (?:s|z|iz)",
            r"skick(?:at|ades) från|från min|sendt (?:fra|via)|fra min|lähetetty|sent úr",
            r"elküldve|küldve|trimis (?:de|din)|изпратено от|saadetud|nosūtīts|išsiųsta|bidalita",
            r"отправлено (?:с|из|от)|надіслано (?:з|із)",
            r"στάλθηκε από|αποστολή από",
            r"gửi từ|dikirim dari|ส่งจาก|मेरे",
            r"נשלח מ|أُ?رسلت? من|ارسال شده",
            r"发自|發自|从我的|從我的|来自 ?(?=\w)|來自 ?(?=\w)",
        )
    ),
    re.I,
)
_SENT_LAST = re.compile(
    r"(?:gesendet|verzonden|verstuurd|lähetetty|gönderildi|küldve|से भेजा गया"
    r"|から送信|から送信されました|에서 보냄|에서 전송|에서 발송|傳送|发送|發送)[.。]?$",
    re.I,
)
_LINK_TARGET = re.compile(r"\s?[<(\[]+(?:https?|mailto):[^\s>)\]]*[>)\]]*")
_DECORATION = " \t*_[]<>()~-–—|#"
_GET_APP = re.compile(
    r"(?=.*\boutlook)(?=.*(?:ios|android))"
    r".*(?:\bget\b|holen|télécharge|obten|obter|obtenha|scarica|ottieni|download|hämta|\bhent|last ned|hanki|pobierz"
    r"|získ|stáhn|stiahn|letölt|descărca|obțin|получить|скачать|отримати|завантаж|edinin|indir|λήψη|κατεβάστε"
    r"|下载|下載|获取|取得|入手|다운로드|احصل|הורד|קבל|\bnhận|\btải|dapatkan|รับ)"
    r"|get the (?:new|free|all new) [\w ]{1,20} app\b",
    re.I,
)
_NAMED_APP = re.compile(
    r"(?:spark|nine|superhuman|hey|newton|canary|edison|airmail|mailspring|mailbird|polymail|boomerang|sparrow)"
    r"(?: mail)?(?: for \w+)?$",
    re.I,
)
_EXCUSE = re.compile(
    r"[.,;–-]? ?(?:(?:please|pls) )?(?:excuse|forgive|pardon|sorry for|apologies for) (?:my |the |any |all )?"
    r"(?:brevity|terseness|typos|typing errors|spelling|spelling mistakes|mistakes|errors|brevity and typos)[.!]?$"
    r"|[.,;] ?bitte entschuldigen sie (?:meine|die) kürze[.!]?$"
    r"|[.,;] ?veuillez excuser (?:ma|la) brièveté[.!]?$"
    r"|[.,;] ?(?:por favor,? )?(?:disculpe|perdona|excuse) (?:mi|a minha|la) (?:brevedad|brevidade)[.!]?$",
    re.I,
)
_SENTENCE = re.compile(r"[;!?] ?[^\W\d_]|, ?(?!samsung|galaxy|apple|iphone)[^\W\d_]|\. +[^\W\d_]", re.I)
_CLOSING = re.compile(
    r"(?:(?:with |my |our )?(?:very )?(?:(?:kind(?:est)?|best|warm(?:est)?|many)(?: personal)? )?(?:regards|wishes)"
    r"|yours (?:sincerely|faithfully|truly)"
    r"|sincerely(?: yours)?|respectfully|mit freundlichen grüßen|mit freundlichen gruessen|freundliche grüße"
    r"|viele grüße|cordialement"
    r"|bien cordialement|salutations|saludos(?: cordiales)?|atentamente|un saludo|cordiali saluti|distinti saluti"
    r"|atenciosamente"
    r"|met vriendelijke groet(?:en)?|pozdrawiam|z poważaniem|med vänliga hälsningar|med venlig hilsen"
    r"|med vennlig hilsen|ystävällisin terveisin"
    r"|s pozdravem|с уважением|з повагою|saygılarımla|με εκτίμηση|cu stimă)\s?[,.!]{0,2}$",
    re.I,
)
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "at", "for", "to", "in", "de", "du", "la", "und", "von", "&", "@", "|", "-", "–", "/")
)
_LEGAL = re.compile(
    r"(confidential|vertraulich|confidentiel|confidencial|riservat|confidenzial|vertrouwelijk|poufn|konfident"
    r"|fortrolig|luottamuksell"
    r"|důvěrn|bizalmas|конфиденциальн|конфіденційн|gizli|εμπιστευτικ|机密|機密)"
    r"|(intended (?:solely|only|for)|intended recipient|addressee|sole use|empfänger|destinataire|destinatari"
    r"|geadresseerde|adresat"
    r"|ontvanger|mottagare|modtager|vastaanottaja|příjemce|címzett|получател|адресат|alıcı|παραλήπτη|收件人)"
    r"|(in error|irrtümlich|par erreur|por error|per errore|por engano|ten onrechte|abusievelijk|omyłk|av misstag"
    r"|ved en fejl|omylem|по ошибке|yanlışlıkla)"
    r"|(disclos|disseminat|unauthori[sz]ed|prohibited|unbefugt|interdit|prohibid|proibid|vietat|verboden|zabronion"
    r"|copying|liabilit"
    r"|responsib|diffus|distribui|kopier)"
    r"|(delete (?:it|this|the)|notify the sender|löschen|informieren sie|supprim|détrui|elimin|cancellar|verwijder"
    r"|usuną|destroy|notify us)"
    r"|(privileged|attachments?|anhang|anhänge|pièces? jointes?|allegat|adjunt|anex|bijlage|załącznik)"
    r"|(virus(?:es)?|malware|scanned|registered (?:in|office|charity|company)|company (?:number|no))",
    re.I,
)
_LEGAL_START = re.compile(
    r"^\W{0,4}(?:(?:this|the|dies|diese|ce|cet|cette|este|esta|il|la|le|questo|questa|dit|deze|ta|niniejsza|detta"
    r"|denne|tämä|tato|ez"
    r"|данное|это|цей|bu|本)\b.{0,40}(?:e-?mail|message|communication|information|transmission|mail|nachricht|courriel"
    r"|mensaje|correo|mensagem"
    r"|messaggio|informazioni|comunicazione|bericht|wiadomość|meddelande|besked|viesti|zpráva|üzenet|сообщение|лист"
    r"|ileti|邮件)"
    r"|(?:confidentiality|disclaimer|privileged|important notice|legal notice|notice|privacy|avviso|aviso|avis"
    r"|hinweis)\b"
    r"|if you (?:are not|have received|receive)|any (?:unauthori[sz]ed|views|opinions)|registered (?:in|office"
    r"|charity)|sollten sie|persone diverse"
    r"|se (?:ricevete|avete|ha)|si (?:vous|ha|usted)|wenn sie nicht|als u|indien u|jeśli)",
    re.I | re.S,
)
_FOOTER = re.compile(
    r"^\W{0,4}(?:virus-?free|(?:please |p )?consider the environment|please do not print|think before (?:you print"
    r"|printing)|to unsubscribe"
    r"|unsubscribe|you (?:are receiving|received|are subscribed)|reply to this (?:e-?mail|message) directly"
    r"|view (?:this|it) (?:e-?mail|in|on)"
    r"|\S+ mailing list\W*$|this e-?mail (?:has been|was) (?:scanned|checked)|(?:scanned|checked) (?:by|for)"
    r"|do you yahoo|\[?caution:?\]? .{0,40}external"
    r"|bitte denken sie an die umwelt|diese e-mail wurde von avast|pensez à l'environnement)",
    re.I,
)
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


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines that say something, and the lines that are signature, each in order."""

    words: list[str]
    signature: list[str]


def split(lines: Sequence[str]) -> Parts:
    """Tells a run of unquoted lines from its signature. Lines have no space at their ends; in doubt a line is words."""
    words = _stripped(lines)
    banner = _take_banner(words)
    footer = _take_footers(words)
    at = _signature_at(words)
    signature = words[at:]
    del words[at:]
    adverts = [line for line in words if is_advert(line)]
    if adverts:
        words = _without_adverts(words)
    return Parts(words, [*banner, *adverts, *signature, *footer])


def is_advert(line: str) -> bool:
    """Is a line what a phone or mail program puts under a mail ("Sent from my iPhone"), in whatever language?"""
    if not 6 <= len(line) <= 160:
        return False
    bare = line.strip(_DECORATION)
    starts = _SENT_FIRST.match(bare)
    if starts is None and len(bare) > 60 and "utlook" not in bare:
        return False
    shown = _EXCUSE.sub("", _LINK_TARGET.sub("", bare)).strip(_DECORATION)
    if len(shown) > 90 or _SENTENCE.search(shown) or len(shown.split()) > 12:
        return False
    if starts is None:
        return _GET_APP.match(shown) is not None or (
            _SENT_LAST.search(shown) is not None and _DEVICE.search(shown) is not None
        )
    if _DEVICE.search(shown):
        return True
    rest = shown[len(starts.group()) :].split()
    if _NAMED_APP.match(" ".join(rest)):
        return True
    # A make that is not in the list: "Sent from my Wiko RIDGE".
    return rest[:1] == ["my"] and len(rest) > 1 and all(not word[0].islower() for word in rest[1:])


def _stripped(lines: Sequence[str]) -> list[str]:
    first, end = 0, len(lines)
    while end and not lines[end - 1]:
        end -= 1
    while first < end and not lines[first]:
        first += 1
    return list(lines[first:end])


def _without_adverts(words: list[str]) -> list[str]:
    kept: list[str] = []
    for line in words:
        if not is_advert(line) and (line or not kept or kept[-1]):
            kept.append(line)
    return kept


def _take_banner(words: list[str]) -> list[str]:
    """The warning that the school's own mail server puts above mail from outside."""
    end = words.index("") if "" in words else len(words)
    if not 0 < end <= 6:
        return []
    paragraph = " ".join(words[:end])
    if len(paragraph) > 420 or not _BANNER.match(paragraph) or not _BANNER_SAYS.search(paragraph):
        return []
    taken = words[:end]
    del words[:end]
    return taken


def _take_footers(words: list[str]) -> list[str]:
    """Legal and list footers, paragraph by paragraph from the end."""
    taken: list[str] = []
    for _ in range(8):
        start = end = len(words)
        while start and words[start - 1] and end - start < 30:
            start -= 1
        if start == end or end - start >= 30 or not _is_footer(words[start:end]):
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
        and all(_CONTACT.search(line) or _FOOTER.match(line) for line in inside)
    ):
        return True
    text = " ".join(inside)
    if _FOOTER.match(text) and len(text) < 400:
        return True
    return (
        _LEGAL_START.match(text) is not None and len({match.lastindex for match in _LEGAL.finditer(text[:4000])}) >= 2
    )


def _signature_at(words: list[str]) -> int:
    """The line with which the signature begins; the number of lines where there is none."""
    for number in range(max(len(words) - _FAR_UP, 0), len(words)):
        line = words[number]
        if not line or len(line) > 60:
            continue
        first = line[0]
        if first in "-—–_" and not line.strip("-—–_ ") and _opens_signature(words, number):
            return number
        if (
            first.isalpha()
            and len(words) - number <= _LONGEST
            and _CLOSING.match(line)
            and _is_block(words[number + 1 :])
        ):
            return number
    return len(words)


def _opens_signature(words: list[str], number: int) -> bool:
    below = [line for line in words[number + 1 :] if line]
    if len(below) > _LONGEST or not below:
        return not below
    if words[number] == "--":
        return not any(_is_sentence(line) for line in below) or all(len(line) < 100 for line in below[:_LONGEST])
    return len(words[number]) <= 3 and len(below) <= 8 and not any(_is_sentence(line) for line in below)


def _is_block(below: list[str]) -> bool:
    """Is what stands under a closing a signature of several lines, set off or with contact details?"""
    lines = [line for line in below if line]
    if not 2 <= len(lines) <= 10:
        return False
    set_off = not below[0] or any(_CONTACT.search(line) for line in lines)
    return set_off and not any(_is_sentence(line) for line in lines)


def _is_sentence(line: str) -> bool:
    """Could a line be something said rather than a name, a title or a way to be reached?"""
    if len(line) > 90:
        return True
    if _CONTACT.search(line) or is_advert(line):
        return False
    words = [word for word in line.split() if word.lower() not in _SMALL_WORDS]
    return line[:2].lower() == "ps" or any(not (word[:1].isupper() or not word[:1].isalpha()) for word in words)
