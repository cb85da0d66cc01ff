"""Where history that no line marks begins: the header lines of an older mail, and rules that name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LABELS = {
    "from": "from|von|de|da|van|fra|från|mittente|expéditeur|remitente|od|lähettäjä|feladó|от|від|kimden|gönderen|από"
    "|de la|expeditor"
    "|odesílatel|odosielateľ|nadawca|发件人|寄件者|寄件人|差出人|送信者|보낸 사람|보낸사람|보낸이|מאת|من|از|פון|จาก"
    "|từ|người gửi|dari|saatja|no"
    "|nuo|šalje|pošiljatelj|від кого|от кого|z|frá|nga|प्रेषक|থেকে|منجانب|o|remetente|afzender|absender|avsender"
    "|avsändare|afsender",
    "sent": "sent|date|gesendet|datum|envoyé|envoyé le|date d'envoi|message du|enviado|enviado el|enviado em|enviada em"
    "|enviada|fecha"
    "|data|inviato|inviato il|verzonden|verstuurd|sendt|dato|skickat|wysłane|wysłano|data wysłania|odesláno|odoslané"
    "|dátum|elküldve|küldve"
    "|отправлено|дата|надіслано|gönderildi|gönderme tarihi|tarih|ημερομηνία|στάλθηκε|στάλθηκε στις|trimis|发送时间|日期"
    "|寄件日期|傳送時間|时间"
    "|時間|送信日時|日時|日付|보낸 날짜|날짜|보낸시간|נשלח|תאריך|تاريخ|تم الإرسال|التاريخ|תאַריך|ส่งเมื่อ|วันที่"
    "|lähetetty|päivämäärä"
    "|päiväys"
    "|ngày|đã gửi|vào ngày|tanggal|terkirim|saadetud|kuupäev|poslano|datums|nosūtīts|data|išsiųsta|dagsetning|तारीख"
    "|दिनांक|time|sent at|gesendet am",
    "to": "to|an|à|a|para|aan|til|till|do|vastaanottaja|címzett|кому|alıcı|kime|προς|către|destinatario|destinataire"
    "|para|komu|收件人"
    "|宛先|받는 사람|받는사람|אל|إلى|به|ถึง|đến|tới|người nhận|kepada|untuk|kam|kas|saaja|za|prima|pre|do|adresat"
    "|a:|प्रति"
    "|প্রাপক|destinatário"
    "|bcc|bcc|empfänger|mottaker|mottagare|modtager|delivered-to",
    "cc": "cc|cópia|copie|copie à|copia|kopie|kopi|kopia|dw|копия|копія|bilgi|κοιν|κοιν.|másolatot kap|抄送|副本|참조"
    "|עותק|نسخة|นำเรียน|kopio|cc:|в копии",
    "subject": "subject|betreff|objet|sujet|asunto|oggetto|assunto|onderwerp|emne|ämne|aihe|temat|předmět|predmet|tárgy"
    "|тема|konu|θέμα|subiect"
    "|主题|主旨|主題|标题|標題|件名|제목|נושא|الموضوع|موضوع|เรื่อง|หัวเรื่อง|chủ đề|tiêu đề|subjek|perihal|teema|tēma"
    "|tema|efni"
    "|assumpte|gaia"
    "|विषय|বিষয়|re|относно|naslov|subjekt|zadeva|subjekt|asunto del mensaje",
    "reply": "reply-to|antwort an|répondre à|responder a|rispondi a|importance|wichtigkeit|priority|attachments|pièces "
    "jointes|anlagen|organisation",
}
_KIND = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
_LABEL = re.compile(r"\s{0,8}(?:[*_]{1,2}|\[)?\s?([^\W\d_][^:：*<>@]{0,24}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}")
_ANY_LABEL = re.compile(r"\s{0,8}\*{0,2}[^\W\d_][^:：\n*@]{0,24}\s?[:：]")
_MOST_LINES = 14
_RULE = re.compile(r"\s*(?:[-_=*~—–─]\s?){3,}\s*$")

_PHRASES = (
    "original message|originalmessage|original-nachricht|originalnachricht|ursprüngliche nachricht|ursprungliche "
    "nachricht|reply message"
    "|message d'origine|message d’origine|message original|message initial|mensaje original|mensagem original"
    "|messaggio originale"
    "|original meddelelse|oprindelig meddelelse|oprindelig besked|opprinnelig melding|originalmelding|ursprungligt "
    "meddelande"
    "|originalmeddelande|oorspronkelijk bericht|origineel bericht|alkuperäinen viesti|wiadomość oryginalna|oryginalna "
    "wiadomość"
    "|pierwotna wiadomość|původní zpráva|původní e-mail|pôvodná správa|eredeti üzenet|исходное сообщение|оригинальное "
    "сообщение"
    "|первоначальное сообщение|оригінальне повідомлення|вихідне повідомлення|orijinal mesaj|özgün ileti|orijinal "
    "ileti|αρχικό μήνυμα"
    "|mesaj original|mesajul original|mesaj inițial|оригинално съобщение|izvorna poruka|originalna poruka|izvirno "
    "sporočilo|algne sõnum"
    "|originālais ziņojums|pradinis laiškas|tin nhắn gốc|thư gốc|pesan asli|原始邮件|原始郵件|邮件原件|原始信件"
    "|元のメッセージ|원본 메시지|원본 메일"
    "|الرسالة الأصلية|رسالة أصلية|הודעה מקורית|پیام اصلی|ข้อความต้นฉบับ|मूल संदेश|মূল বার্তা|اصل پیغام|originalbericht"
    "|forwarded message|forwarded by|weitergeleitete nachricht|message transféré|message transmis|mensaje reenviado"
    "|mensagem encaminhada"
    "|messaggio inoltrato|doorgestuurd bericht|videresendt besked|videresendt melding|videresendt meddelelse"
    "|vidarebefordrat meddelande"
    "|välitetty viesti|edelleenlähetetty viesti|wiadomość przekazana|treść przekazanej wiadomości|přeposlaná zpráva"
    "|preposlaná správa"
    "|továbbított üzenet|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|переслане "
    "повідомлення|iletilmiş mesaj"
    "|iletilen mesaj|yönlendirilen ileti|προωθημένο μήνυμα|mesaj redirecționat|препратено съобщение|proslijeđena "
    "poruka|转发的邮件"
    "|轉寄的郵件|已转发邮件|転送メッセージ|転送されたメッセージ|전달된 메시지|전달된 메일|الرسالة المعاد توجيهها"
    "|رسالة معاد توجيهها|הודעה שהועברה"
    "|weitergeleitete e-mail|courriel transféré|missatge reenviat|missatge original|forwarded email|replied message"
    "|previous message"
)
_NAMED_RULE = re.compile(
    rf"\s*[-_=*~—–─]{{2,}}\s?(?:{_PHRASES})\s?(?:[-_=*~—–─]{{2,}}|(?:by |von |par "
    rf"|de )?[^\n]{{0,60}}[-_=*~—–─]{{2,}})\s*$",
    re.I,
)
_BEGIN = re.compile(
    r"\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:transféré"
    r"|réexpédié)"
    r"|inicio del mensaje reenviado|início da mensagem (?:encaminhada|reencaminhada)|inizio messaggio inoltrato"
    r"|begin doorgestuurd bericht|start på videresendt besked|vidarebefordrat brev|videresendt melding"
    r"|początek przekazywanej wiadomości"
    r"|начало переадресованного сообщения|начало пересылаемого сообщения|转发的邮件|下面是被转发的邮件"
    r"|以下は、转送されたメールです|전달된 메시지 시작"
    r"|îndepărtat mesaj redirecționat|přeposlaná zpráva|välitetty viesti alkaa"
    r"|iletilen e-posta başlangıcı)\s?[:：]\s*$",
    re.I,
)
_RULE_CHARACTERS = frozenset("-_=*~—–─")


def is_rule(line: str) -> bool:
    """Is a line nothing but a ruled line?"""
    return bool(line) and line.strip()[:1] in _RULE_CHARACTERS and _RULE.match(line) is not None


def names_history(line: str) -> bool:
    """Does a line say in words that an older or forwarded mail follows ("-----Original Message-----")?"""
    start = line.lstrip()[:2]
    if len(start) == 2 and start[0] in _RULE_CHARACTERS and start[1] in _RULE_CHARACTERS:
        return len(line) < 160 and _NAMED_RULE.match(line) is not None
    return line[-1:] in ":：" and len(line) < 90 and _BEGIN.match(line) is not None


def label_of(line: str) -> str:
    """What a header line tells ("from", "sent", "to", "cc", "subject"), or blank where a line is none."""
    if ":" not in line[:40] and "：" not in line[:40]:
        return ""
    match = _LABEL.match(line)
    return _KIND.get(match.group(1).strip().lower(), "") if match else ""


def starts_block(lines: Sequence[str], first: int, *, ruled: bool) -> bool:
    """Do the headers of an older mail begin here? ``ruled``: a ruled line stands right above.

    An address or a subject must be among them: "From: Monday, To: Wednesday" is something a parent writes.
    """
    kinds: set[str] = set()
    labels = address = False
    count = blanks = 0
    for line in lines[first : first + _MOST_LINES]:
        if not line.strip():
            blanks += 1
            if blanks > 1 and count:
                break
            continue
        kind = label_of(line)
        if not kind and not (ruled and _ANY_LABEL.match(line)):
            # A long value goes on in the next line; but after a blank line it is the mail's own text.
            if blanks or len(line) > 160:
                break
            address = address or "@" in line
            continue
        blanks = 0
        count += 1
        labels = labels or bool(kind)
        kinds.add(kind or f"unknown {count}")
        address = address or "@" in line
    return _is_enough(kinds, address=address, ruled=ruled, count=count)


def _is_enough(kinds: set[str], *, address: bool, ruled: bool, count: int) -> bool:
    if ruled and address and count >= 3:
        return True
    if "from" not in kinds and not ({"sent", "to"} <= kinds and "subject" in kinds):
        return False
    if "subject" in kinds and (address or "sent" in kinds):
        return True
    return address and len(kinds & {"from", "sent", "to", "subject", "cc"}) >= 3
