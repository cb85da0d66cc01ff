"""Which lines a phone or a mail program adds to advertise itself."""

from __future__ import annotations

import re

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
    r"|[.,;] ?get the app\.?$"
    r"|[.,;] ?bitte entschuldigen sie (?:meine|die) kürze[.!]?$"
    r"|[.,;] ?veuillez excuser (?:ma|la) brièveté[.!]?$"
    r"|[.,;] ?(?:por favor,? )?(?:disculpe|perdona|excuse) (?:mi|a minha|la) (?:brevedad|brevidade)[.!]?$",
    re.I,
)
_SENTENCE = re.compile(r"[;!?] ?[^\W\d_]|, ?(?!samsung|galaxy|apple|iphone)[^\W\d_]|\. +[^\W\d_]", re.I)


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
