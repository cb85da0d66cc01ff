"""What a person newly wrote is told from history, in many languages and by many mail programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.mail.quoted import newly_written
from tests.mail.scaling import growth

SAFE = "Amina was upset after lunch.\nPlease ring me."
HISTORY = "Dear parents,\n\nThe hall is closed on Friday.\n\nMrs Bell"

SURE = {
    "english gmail": "On Mon, 2 Mar 2026 at 16:20, School Office <office@school.example> wrote:",
    "english apple": "On 2 Mar 2026, at 16:20, School Office <office@school.example> wrote:",
    "english wrapped": "On Monday, 2 March 2026 at 16:20:11 GMT, The School Office of Hill Lane <\noffice@school.example> wrote:",
    "english zoho": "---- On Mon, 02 Mar 2026 16:20:11 +0000 School Office <office@school.example> wrote ----",
    "english in three": "On Monday, 2 March 2026 at 16:20, School Office for\nparents of Year 4 <office@school.example>\nwrote:",
    "german": "Am Mo., 2. März 2026 um 16:20 Uhr schrieb School Office <office@school.example>:",
    "german name first": "School Office <office@school.example> schrieb am Mo., 2. März 2026, 16:20:",
    "french": "Le lun. 2 mars 2026 à 16:20, School Office <office@school.example> a écrit :",
    "spanish": "El lun, 2 mar 2026 a las 16:20, School Office (<office@school.example>) escribió:",
    "italian": "Il giorno lun 2 mar 2026 alle ore 16:20 School Office <office@school.example> ha scritto:",
    "portuguese": "Em seg., 2 de mar. de 2026 às 16:20, School Office <office@school.example> escreveu:",
    "dutch": "Op ma 2 mrt 2026 om 16:20 schreef School Office <office@school.example>:",
    "polish": "pon., 2 mar 2026 o 16:20 School Office <office@school.example> napisał(a):",
    "polish older": "W dniu 2 marca 2026 16:20 użytkownik School Office <office@school.example> napisał:",
    "romanian": "În lun., 2 mar. 2026 la 16:20, School Office <office@school.example> a scris:",
    "swedish": "Den mån 2 mars 2026 kl 16:20 skrev School Office <office@school.example>:",
    "norwegian": "man. 2. mars 2026 kl. 16:20 skrev School Office <office@school.example>:",
    "danish": "Den man. 2. mar. 2026 kl. 16.20 skrev School Office <office@school.example>:",
    "finnish": "ma 2. maalisk. 2026 klo 16.20 School Office (office@school.example) kirjoitti:",
    "czech": "po 2. 3. 2026 v 16:20 odesílatel School Office <office@school.example> napsal:",
    "slovak": "po 2. 3. 2026 o 16:20 School Office <office@school.example> napísal(a):",
    "hungarian": "School Office <office@school.example> ezt írta (időpont: 2026. márc. 2., H, 16:20):",
    "russian": "пн, 2 мар. 2026 г. в 16:20, School Office <office@school.example>:",
    "ukrainian": "пн, 2 бер. 2026 р. о 16:20 School Office <office@school.example> пише:",
    "bulgarian": "На пн, 2.03.2026 г. в 16:20 School Office <office@school.example> написа:",
    "greek": "Στις Δευ 2 Μαρ 2026 στις 4:20 μ.μ., ο/η School Office <office@school.example> έγραψε:",
    "turkish": "School Office <office@school.example>, 2 Mar 2026 Pzt, 16:20 tarihinde şunu yazdı:",
    "arabic": "في الاثنين، ٢ مارس ٢٠٢٦ في ١٦:٢٠ تمت كتابة ما يلي بواسطة ‪School Office‬‏ <‪office@school.example‬‏>:",
    "hebrew": "‫בתאריך יום ב׳, 2 במרץ 2026 ב-16:20 מאת ‪School Office‬‏ <‪office@school.example‬‏>:‬",
    "persian": "در تاریخ دوشنبه ۲ مارس ۲۰۲۶ ساعت ۱۶:۲۰ School Office <office@school.example> نوشت:",
    "urdu": "پیر، 2 مارچ، 2026 کو 16:20 بجے کو School Office <office@school.example> نے لکھا:",
    "bengali": "সোম, ২ মার্চ, ২০২৬ তারিখে ৪:২০ PM টায় School Office <office@school.example> লিখেছেন:",
    "hindi": "सोम, 2 मार्च 2026 को 4:20 pm बजे को School Office <office@school.example> ने लिखा:",
    "chinese": "School Office <office@school.example> 于2026年3月2日周一 16:20写道：",
    "chinese apple": "在 2026年3月2日，下午4:20，School Office <office@school.example> 写道：",
    "japanese": "2026年3月2日(月) 16:20 School Office <office@school.example>:",
    "japanese apple": "2026/03/02 16:20、School Office <office@school.example>のメール:",
    "korean": "2026년 3월 2일 (월) 오후 4:20, School Office <office@school.example>님이 작성:",
    "vietnamese": "Vào Th 2, 2 thg 3, 2026 vào lúc 16:20 School Office <office@school.example> đã viết:",
    "indonesian": "Pada tanggal Sen, 2 Mar 2026 pukul 16.20 School Office <office@school.example> menulis:",
    "thai": "ในวันที่ จ. 2 มี.ค. 2026 เวลา 16:20 School Office <office@school.example> เขียนว่า:",
    "croatian": "pon, 2. ožu 2026. u 16:20 School Office <office@school.example> napisao je:",
    "lithuanian": "2026-03-02, pr, 16:20 School Office <office@school.example> rašė:",
    "catalan": "Missatge de School Office <office@school.example> del dia dl., 2 de març 2026 a les 16:20:",
    "yandex": '02.03.2026, 16:20, "School Office" <office@school.example>:',
}

HEADERS = {
    "original": "-----Original Message-----\nFrom: School Office\nSent: 02 March 2026 16:20\nTo: Priya Shah\nSubject: Hall",
    "samsung": "-------- Original message --------\nFrom: School Office <office@school.example>\nDate: 02/03/2026 16:20 "
    "(GMT+00:00)\n"
    "To: p@home.example\nSubject: Hall",
    "outlook": "From: School Office <office@school.example>\nSent: 02 March 2026 16:20\nTo: Priya Shah "
    "<p@home.example>\nSubject: Hall",
    "outlook bold": "*From:* School Office <office@school.example>\n*Sent:* Monday, March 2, 2026 4:20 PM\n*To:* Priya "
    "Shah\n*Subject:* Hall",
    "outlook ruled": "________________________________\nFrom: School Office <office@school.example>\n"
    "Sent: Monday, March 2, 2026 "
    "4:20 PM\n"
    "To: Priya Shah <p@home.example>\nSubject: Hall",
    "outlook german": "Von: School Office <office@school.example>\nGesendet: Montag, 2. März 2026 16:20\n"
    "An: Priya Shah\nBetreff: "
    "Hall",
    "outlook french": "De : School Office <office@school.example>\nEnvoyé : lundi 2 mars 2026 16:20\n"
    "À : Priya Shah\nObjet : Hall",
    "outlook spanish": "De: School Office <office@school.example>\nEnviado el: lunes, 2 de marzo de 2026 16:20\nPara: Priya "
    "Shah\nAsunto: Hall",
    "outlook polish": "Od: School Office <office@school.example>\nWysłano: poniedziałek, 2 marca 2026 16:20\nDo: Priya "
    "Shah\nTemat: Hall",
    "outlook romanian": "De la: School Office <office@school.example>\nTrimis: luni, 2 martie 2026 16:20\nCătre: Priya "
    "Shah\nSubiect: Hall",
    "outlook unknown": "________________________________\nNan: School Office <office@school.example>\n"
    "Ugb: 2 Mar 2026 16:20\nKww: "
    "Priya\nIsg: Hall",
    "forward": "---------- Forwarded message ---------\nFrom: School Office <office@school.example>\nDate: Mon, 2 Mar 2026 "
    "at 16:20\n"
    "Subject: Hall\nTo: <p@home.example>",
    "forward apple": "Begin forwarded message:\n\nFrom: School Office <office@school.example>\nSubject: Hall\nDate: 2 March 2026 "
    "at 16:20:11 GMT",
}


@pytest.mark.parametrize("said", (SURE | HEADERS).values(), ids=(SURE | HEADERS).keys())
def test_what_stands_above_an_attribution_is_new_and_what_stands_below_is_not(said: str) -> None:
    written = newly_written(f"{SAFE}\n\n{said}\n\n{HISTORY}")
    assert written.text == SAFE
    assert "The hall is closed" in written.quoted


@pytest.mark.parametrize("said", SURE.values(), ids=SURE.keys())
def test_marked_history_is_left_out_and_words_after_it_are_kept(said: str) -> None:
    marked = "\n".join(f"> {line}" for line in HISTORY.splitlines())
    written = newly_written(f"{said}\n{marked}\n\n{SAFE}")
    assert written.text == SAFE


def test_answers_between_quoted_lines_are_kept_in_order() -> None:
    body = (
        "On 2 Mar 2026, at 16:20, Office <o@school.example> wrote:\n> Who collects?\nHer aunt.\n> Any worries?\n\n"
        "yes, she says a man follows her\n\n> Regards\n> Office\nThank you"
    )
    assert newly_written(body).text == "Her aunt.\n\nyes, she says a man follows her\n\nThank you"


def test_a_lower_case_answer_right_under_a_long_question_is_kept() -> None:
    question = "> Has anything happened at home that we in school should know about this week?"
    assert newly_written(f"{question}\nhe was hit\n> Regards").text == "he was hit"


def test_the_broken_end_of_a_quoted_line_is_not_new() -> None:
    quoted = "> The hall will be closed on Friday afternoon because the heating engineers,"
    assert newly_written(f"Noted.\n\n{quoted}\nwho come at two, need it.\n> Mrs Bell").text == "Noted."


@pytest.mark.parametrize(
    "words",
    [
        "On Monday my daughter wrote:\nI do not want to live",
        "On 3 March at 10:15 the teacher wrote:\nhe bites",
        "This is what she wrote on 3 March 2026 at 10:00:\nhe touched me",
        "From: Monday\nTo: Wednesday\nReason: chickenpox",
        "Date: 3 March\nFrom: 9am\nTo: 3pm\nReason: dentist",
        "Please write to me at p@home.example before 3/4/2026 at 10:00 about this:\nshe has bruises",
        ">:( he said it again",
        ">_< so sorry, we are late",
        "--\nhe hurts me -- please do not tell anyone, I am frightened of what happens when he finds out about this "
        "mail, truly",
        "Thanks,\nPriya",
        "Kind regards,\nFiona",
        "Regards,\n\nPriya\n\nPS he hit me",
        "Regards,\n\nPriya\nhe hit her again",
        "This email is confidential, please do not tell his dad. He hit him.",
        "Sent from my desk, is much easier than my phone.",
        "I sent this from my iPhone because he broke the laptop",
        "The original message was about swimming.",
        "To: everyone\nSubject to the weather we go",
    ],
)
def test_words_a_person_may_have_written_are_kept(words: str) -> None:
    assert newly_written(words).text == words


def test_words_after_a_phone_signature_are_kept() -> None:
    assert newly_written("Yes\n\nSent from my iPhone\n\nAnd she cries at night").text == "Yes\n\nAnd she cries at night"


def test_a_forward_without_a_word_is_blank() -> None:
    assert newly_written(HEADERS["forward"] + "\n\n" + HISTORY).text == ""


def test_words_above_unmarked_first_line_of_a_partly_marked_history_are_kept() -> None:
    body = f"{SURE['english gmail']}\nAnswers below.\n> Any worries?\nYes."
    assert newly_written(body).text == "Answers below.\n\nYes."


def test_nothing_is_lost_between_the_three_parts() -> None:
    body = f"{SAFE}\n\n-- \nPriya Shah\n\n{SURE['german']}\n> {HISTORY}"
    written = newly_written(body)
    told = f"{written.text} {written.signature} {written.quoted}"
    assert all(word in told for word in body.split() if word not in (">", "--"))
    assert written.signature.endswith("Priya Shah")


@pytest.mark.parametrize(
    "line",
    [
        "> ",
        "> \n",
        "On \n",
        "On 1/1/2020 10:00 <a@b.example> wrote:\n> x\n",
        "--\n",
        "\n",
        ": \n",
        "a@",
        "> a\nb\n",
        "From: a@b\n",
        "1.1.2020 10:00 " * 18 + ":\n",
        "____\n",
        "Sent from my \n",
        "Regards,\n\nA\nB\n",
        "*From:* " * 30 + "\n",
    ],
)
def test_the_cost_of_any_body_grows_no_faster_than_its_length(line: str) -> None:
    body = line * (40_000 // len(line))
    assert growth(lambda: newly_written(body), lambda: newly_written(body * 4)) < 8


def test_at_least_nine_in_ten_of_the_development_set_are_exact(handbell_data: Path) -> None:
    lines = (handbell_data / "replies" / "dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    even = [(row["input"], "\n".join(line.rstrip() for line in row["expected"].splitlines()).strip()) for row in rows]
    assert sum(newly_written(given).text == wanted for given, wanted in even) >= 0.9 * len(rows)
