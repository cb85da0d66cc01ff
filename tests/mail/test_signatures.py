"""Signatures, phone advertisements and legal footers are folded away, and nothing a person said goes with them."""

from __future__ import annotations

import pytest

from gateway.mail.quoted import newly_written
from gateway.mail.signatures.adverts import is_advert

SAID = "She will be late today."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
        "Get Outlook for Android<https://aka.ms/x>",
        "Sent from Yahoo Mail on Android",
        "Sent from my Wiko RIDGE FAB 4G",
        "Sent via BlackBerry from T-Mobile",
        "Sent with Proton Mail secure email.",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android",
        "Gesendet mit der WEB.DE Mail App",
        "Envoyé de mon iPhone",
        "Envoyé à partir de Outlook pour iOS",
        "Télécharger Outlook pour Android",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verzonden vanaf mijn iPhone",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Elküldve az iPhone-omról",
        "Trimis de pe iPhone-ul meu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "Στάλθηκε από το iPhone μου",
        "Изпратено от моя iPhone",
        "נשלח מה-iPhone שלי",
        "أُرسلت من الـ iPhone",
        "发自我的iPhone",
        "從我的 iPhone 傳送",
        "iPhoneから送信",
        "나의 iPhone에서 보냄",
        "Gửi từ iPhone của tôi",
        "ส่งจาก iPhone ของฉัน",
        "Poslano s mog iPhonea",
    ],
)
def test_what_a_phone_adds_is_folded(line: str) -> None:
    written = newly_written(f"{SAID}\n\n{line}")
    assert written.text == SAID
    assert line in written.signature


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my desk, is much easier than my mobile phone.",
        "Sent from home today",
        "I sent it from my iPhone",
        "Get him an Outlook diary",
        "I read it on Outlook for Android, he cried",
        "Download the app and he cries",
        "Enviado",
        "Sent",
        "He was sent from class",
    ],
)
def test_a_sentence_is_no_advertisement(line: str) -> None:
    assert not is_advert(line)


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nPriya Shah",
        "--\nPriya Shah\n07700 900123",
        "—\nPriya Shah\nParent Governor",
        "Kind regards,\n\nPriya Shah\nChief Officer\n020 7946 0000",
        "Mit freundlichen Grüßen\n\nPriya Shah\nLeiterin\n+49 30 123456",
        "This e-mail and any attachments are confidential and intended solely for the addressee. If you have received "
        "it in error please delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie "
        "bitte diese Mail. Das unbefugte Kopieren ist nicht gestattet.",
        "Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de ses "
        "destinataires.",
        "Virus-free. www.avast.com",
        "Please consider the environment before printing this e-mail.",
        "__\nparents mailing list\nhttps://lists.example/parents",
        "-- \nP. Shah\n\nRegistered in England No. 123456\nThe information in this message is confidential.",
    ],
)
def test_signatures_and_footers_are_folded(signature: str) -> None:
    written = newly_written(f"{SAID}\n\n{signature}")
    assert written.text == SAID
    assert signature.rstrip().splitlines()[-1] in written.signature


def test_the_school_s_own_warning_above_a_mail_is_folded() -> None:
    banner = "CAUTION: This email originated from outside of the organisation. Do not click links."
    assert newly_written(f"{banner}\n\n{SAID}").text == SAID


@pytest.mark.parametrize(
    "body",
    [
        f"{SAID}\n\nThanks,\nPriya",
        f"{SAID}\n\nKind regards,\nPriya",
        f"{SAID}\n-Priya",
        f"{SAID}\n\n—\nand he was hit again",
        f"{SAID}\n\nRegards,\n\nPriya\nhis mum says he was hit",
        f"{SAID}\n\n____\nwhat happened on the bus is that they beat him",
        "This message is confidential. My husband hurts us.",
        "Caution: he has a nut allergy.\n\nHe is at his aunt's outside of the school.",
        f"{SAID}\n\n---\n\nAlso his shoes.",
    ],
)
def test_in_doubt_words_stay(body: str) -> None:
    assert newly_written(body).text == body
