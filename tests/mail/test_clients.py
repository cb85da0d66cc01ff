"""What each mail program puts under, above and between a parent's words is told from them, in many languages."""

from __future__ import annotations

import pytest

from gateway.mail.quoted import newly_written
from gateway.mail.quoted.languages import LANGUAGES
from gateway.mail.quoted.languages.language import Language

SAID = "Amina was upset after lunch.\nPlease ring me."
HISTORY = "Dear parents,\n\nThe hall is closed on Friday.\n\nMrs Bell"
MARKED = "\n".join(f"> {line}" for line in HISTORY.splitlines())
OFFICE = "School Office <office@school.example>"

ABOVE = {
    "outlook in one line": f"From: {OFFICE} Sent: 02 March 2026 16:20 To: Priya <p@home.example> Subject: Hall",
    "outlook in one bold line": f"*From:* {OFFICE} *Sent:* 02 March 2026 16:20 *To:* Priya *Subject:* Hall",
    "outlook with blank lines": f"From: {OFFICE}\n\nSent: 02 March 2026 16:20\n\nTo: Priya\n\nSubject: Hall",
    "outlook with tabs": f"From:\t{OFFICE}\nSent:\t02 March 2026 16:20\nTo:\tPriya\nSubject:\tHall",
    "outlook without addresses": "From: School Office\nSent: Monday, 2 March 2026 16:20\nTo: Priya Shah\nSubject: Hall",
    "outlook without a subject": "From: School Office\nSent: 02 March 2026 16:20\nTo: Priya Shah",
    "outlook for mac": f"From: {OFFICE}\nReply-To: x@y.example\nDate: Monday, 2 March 2026 at 16:20\nTo: Priya\nSubject: Hall",
    "outlook for a phone": "Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n"
    f"From: {OFFICE}\nSent: Monday, March 2, 2026 4:20:11 PM\nTo: Priya\nSubject: Hall",
    "windows mail": f"Sent from Mail for Windows\n\nFrom: {OFFICE}\nSent: 02 March 2026 16:20\nTo: Priya\nSubject: Hall",
    "hotmail": "Date: Mon, 2 Mar 2026 16:20:11 +0000\nFrom: office@school.example\nTo: p@home.example\nSubject: Hall",
    "hotmail, subject first": "Subject: Hall\nFrom: office@school.example\nDate: Mon, 2 Mar 2026 16:20\nTo: p@home.example",
    "gmail with a link": "On Mon, 2 Mar 2026 at 16:20, School Office <office@school.example\n"
    "<mailto:office@school.example>> wrote:",
    "gmail in four lines": "On Mon, 2 Mar 2026 at 16:20, School Office of Elmswick\nPrimary School and Nursery (School Office)\n"
    "<office@school.example>\nwrote:",
    "gmail of old": f"2026-03-02 16:20 GMT+00:00 {OFFICE}:",
    "apple mail": f"On 2 Mar 2026, at 16:20, {OFFICE} wrote:",
    "apple mail without address": "On 2 Mar 2026, at 16:20, School Office wrote:",
    "iphone, finnish": f"{OFFICE} kirjoitti 2.3.2026 kello 16.20:",
    "iphone, polish": f"Wiadomość napisana przez {OFFICE} w dniu 2 mar 2026, o godz. 16:20:",
    "iphone, russian": f"2 марта 2026 г., в 16:20, {OFFICE} написал(а):",
    "iphone, turkish": f"{OFFICE} şunları yazdı (2 Mar 2026 16:20):",
    "iphone, korean": f"2026. 3. 2. 오후 4:20, {OFFICE} 작성:",
    "iphone, greek": f"Στις 2 Μαρ 2026, 4:20 μ.μ., ο χρήστης {OFFICE} έγραψε:",
    "iphone, hebrew": f"ב-2 במרץ 2026, בשעה 16:20,\u200f {OFFICE} כתב/ה:",
    "iphone, arabic": f"في ٢ مارس ٢٠٢٦، الساعة ٤:٢٠ م، كتب {OFFICE}:",
    "iphone, chinese": f"{OFFICE} 於 2026年3月2日 下午4:20 寫道：",
    "yahoo": f"On Monday, 2 March 2026 at 16:20:11 GMT, {OFFICE} wrote:",
    "yahoo on a phone": "Sent from Yahoo Mail on Android\n\n  On Mon, 2 Mar 2026 at 16:20, School "
    "Office<office@school.example> wrote:   Dear parents,",
    "thunderbird": "On 02/03/2026 16:20, School Office wrote:",
    "samsung": f"Sent from my Galaxy\n\n\n-------- Original message --------\nFrom: {OFFICE}\n"
    "Date: 02/03/2026 16:20 (GMT+00:00)\nTo: p@home.example\nSubject: Hall",
    "samsung in one line": f"-------- Original message --------From: {OFFICE} Date: 02/03/2026  16:20 To: Priya Subject: Hall",
    "proton": f"------- Original Message -------\nOn Monday, March 2nd, 2026 at 4:20 PM, {OFFICE} wrote:",
    "aol": f"-----Original Message-----\nFrom: {OFFICE}\nTo: Priya <p@home.example>\nSent: Mon, 2 Mar 2026 16:20\nSubject: Hall",
    "gmx": "Gesendet: Montag, 02. März 2026 um 16:20 Uhr\nVon: office@school.example\nAn: p@home.example\nBetreff: Hall",
    "mail.ru": f"Понедельник, 2 марта 2026, 16:20 +03:00 от {OFFICE}:",
    "tutanota": "2 Mar 2026, 16:20 by office@school.example:",
    "kmail": "On Monday, 2 March 2026 16:20:11 GMT School Office wrote:",
    "webmail": f"Quoting {OFFICE}:",
    "webmail, german": f"Zitat von {OFFICE}:",
    "no date": f"{OFFICE} wrote:",
    "notes": f"{OFFICE} wrote on 02/03/2026 04:20:11 PM:",
    "a rule of pairs": "= = = = Original message = = = =",
    "a ticket system": "##- Please type your reply above this line -##",
    "a ticket system, german": "--- Bitte antworten Sie oberhalb dieser Linie ---",
}  # fmt: skip


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE.keys())
def test_history_under_what_a_program_writes_above_it_is_folded(above: str) -> None:
    for body in (f"{SAID}\n\n{above}\n\n{HISTORY}", f"{SAID}\n{above}\n{HISTORY}", f"{SAID}\n\n{above}\n\n{MARKED}"):
        written = newly_written(body)
        assert written.text == SAID
        assert "The hall is closed" in written.quoted


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.name)
def test_the_header_lines_of_every_language_begin_history(language: Language) -> None:
    for sender in language.sender.split("|"):
        for subject in language.subject.split("|"):
            sent, to = language.sent.split("|")[0], language.to.split("|")[0]
            block = f"{sender.title()}: {OFFICE}\n{sent}: 2026-03-02 16:20\n{to}: Priya\n{subject}: Hall"
            assert newly_written(f"{SAID}\n\n{block}\n\n{HISTORY}").text == SAID, block


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.name)
def test_a_rule_that_names_the_older_mail_begins_history_in_every_language(language: Language) -> None:
    for words in filter(None, f"{language.original}|{language.forwarded}".split("|")):
        for rule in (f"-----{words.title()}-----", f"---------- {words} ----------", f"== {words.upper()} =="):
            if words.upper().lower() == words:
                assert newly_written(f"{SAID}\n\n{rule}\n\n{HISTORY}").text == SAID, rule


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.name)
def test_a_program_that_says_wrote_in_any_language_begins_history(language: Language) -> None:
    for verb in language.wrote.split("|"):
        above = f"2.3.2026 16:20 {OFFICE} {verb}:"
        assert newly_written(f"{SAID}\n\n{above}\n\n{HISTORY}").text == SAID, above


INLINE = {
    "questions": (f"On Mon, 2 Mar 2026 at 16:20, {OFFICE} wrote:\n> Who collects?\nHer aunt.\n>\n> Any worries?\nYes.",
                  "Her aunt.\n\nYes."),
    "above and between": (f"See below.\n\nOn Mon, 2 Mar 2026 at 16:20, {OFFICE} wrote:\n\n> Who collects?\n\nHer aunt.\n",
                          "See below.\n\nHer aunt."),
    "below": (f"On Mon, 2 Mar 2026 at 16:20, {OFFICE} wrote:\n\n> Who collects?\n\nHer aunt.\n\n-- \nPriya", "Her aunt."),
    "two depths": ("> > Who collects?\n> Her aunt?\n\nNo, her uncle.", "No, her uncle."),
    "no blanks": (">> Who?\n> When?\nAt four.\n> Where?\nAt the gate.", "At four.\n\nAt the gate."),
}  # fmt: skip


@pytest.mark.parametrize(("body", "said"), INLINE.values(), ids=INLINE.keys())
def test_answers_between_the_lines_are_kept_in_order(body: str, said: str) -> None:
    assert newly_written(body).text == said


@pytest.mark.parametrize(
    "words",
    [
        "From: Monday\nTo: Wednesday\nSubject: holiday",
        "Date: 3/3/2026 10:00\nFrom: 9am\nTo: 3pm",
        "On Monday 3 March 2026 at 10:15 he wrote:\nI want to die",
        "On 3/3/2026 at 10:15 the teacher wrote:\nhe bites",
        "Please write to office@school.example:\nshe has bruises",
        "I have your reply above this line of trees.",
        "She is quoting Bob <bob@home.example> all day and is afraid.",
        "Subject to what he wrote, from Monday he is away.",
        "= = =\nhe hits me",
        "***\nhe hits me\nhe hits her",
        "Thank you\n\nHE HITS ME\nPLEASE HELP ME\n07700 900123",
        "Regards\n\nHE HITS ME\nPLEASE HELP ME",
        "Thanks,\n\nPriya\n07700 900123",
        "Registered in the office this morning, thank you.",
        "Unsubscribe the child from clubs is what his father wants; he must not.",
        "You received my letter about the bruises?",
        "Please do not print her surname in the programme.",
        "Checked for nits, she has none.",
        "View it in the office with me, please.",
    ],
)
def test_words_that_only_look_like_a_program_s_are_kept(words: str) -> None:
    assert newly_written(words).text == words
