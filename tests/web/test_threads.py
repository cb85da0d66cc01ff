"""A conversation as its teacher reads and answers it."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.store import concerns, flags, outbox, threads
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.conversations import NINE
from tests.schools import SCHOOL, arrives, mail, submit


def text(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def send(client: FlaskClient, thread_id: int, words: str, **more: str) -> str:
    """Press the button of the composer; the page that follows."""
    answer = submit(
        client, f"/threads/{thread_id}", f"/threads/{thread_id}/reply", text=words, **({"do": "send"} | more)
    )
    assert answer.status_code == 302
    return text(client, answer.headers["Location"].partition("#")[0])


def outbox_ids(thread_id: int) -> list[int]:
    """The replies of a conversation."""
    with reading():
        return [one.outbox_id for one in outbox.parcels_of(SCHOOL, thread_id) if one.letter == "reply"]


def test_the_page_shows_new_words_with_history_folded_and_whom_it_is_about(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    page = text(come_in("nair"), f"/threads/{conversation}")
    assert "Zofia does not want to come tomorrow." in page
    assert re.search(r"<details><summary>Earlier text and signature</summary>.*Good morning", page, re.DOTALL)
    assert "Mother of Zofia, Robin Class" in page
    assert "Also responsible: Marek Nowak, father. Separate conversation." in page
    assert "Kept, then rang" in page


@pytest.mark.parametrize("path", ["", "/reply", "/checks", "/state", "/suggestion"])
def test_somebody_elses_conversation_is_not_there(
    come_in: Callable[[str], FlaskClient], conversation: int, path: str
) -> None:
    client = come_in("garrod")
    if path:
        assert (
            submit(
                client, "/inbox", f"/threads/{conversation}{path}", text="a", state="done", answer="settled"
            ).status_code
            == 404
        )
    else:
        assert client.get(f"/threads/{conversation}").status_code == 404
        assert client.get("/threads/99999999999999999999999").status_code == 404


def test_a_forged_form_is_refused_and_changes_nothing(come_in: Callable[[str], FlaskClient], conversation: int) -> None:
    client = come_in("nair")
    assert client.post(f"/threads/{conversation}/reply", data={"do": "send", "text": "Hello."}).status_code == 400
    assert not outbox_ids(conversation)


def test_an_answer_at_work_leaves_now_and_the_button_says_so(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    assert "Send, to reach Agnieszka now" in text(client, f"/threads/{conversation}")
    page = send(client, conversation, "Thank you.\r\nI will see to it.")
    assert "Leaving now" in page
    with reading():
        assert threads.messages_of(SCHOOL, conversation)[-1].text == "Thank you.\nI will see to it."


@pytest.mark.clause("C2")
def test_an_answer_off_duty_says_when_it_leaves_and_is_its_authors_to_change(
    come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    clock.set("2026-11-23T20:00:00+00:00")
    client = come_in("nair")
    submit(client, "/inbox", "/off-duty", why="other")
    assert "Send, to reach Agnieszka at 8:15am tomorrow" in text(client, f"/threads/{conversation}")
    page = send(client, conversation, "Thank you.")
    assert "Kept for Tuesday 24 November, 8:15am" in page
    assert "Send it sooner" not in page, "only a named right sends sooner"
    (outbox_id,) = outbox_ids(conversation)
    assert submit(client, f"/replies/{outbox_id}", text="Leo is fine.").status_code == 422
    assert "Leo is fine." in submit(client, f"/replies/{outbox_id}", text="Leo is fine.").get_data(as_text=True)
    assert submit(client, f"/replies/{outbox_id}", text="Thank you very much.").status_code == 302
    assert "Thank you very much." in text(client, f"/threads/{conversation}")
    refused = submit(client, f"/replies/{outbox_id}", f"/waiting/{outbox_id}/sooner", reason="It is urgent")
    assert refused.status_code == 403
    submit(client, f"/replies/{outbox_id}", f"/replies/{outbox_id}/take-back")
    page = text(client, f"/threads/{conversation}")
    assert "It was not sent." in page
    assert ">Thank you very much.</textarea>" in page, "the words are a draft again"


@pytest.mark.clause("C4")
def test_a_name_of_another_child_is_said_before_the_button_and_changed_with_one_tap(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    page = send(client, conversation, "Leo did it. I spoke to Leo.")
    assert page.index("Names another child: “Leo”") < page.index("Fix 2 things to send</button>")
    assert page.count('<li class="is-stop">') == 2, "what is to be fixed looks like it"
    assert "There are 2 things to fix" in page
    assert page.count('<a href="#checks">Names another child: “Leo”</a>') == 2
    assert ">Leo did it. I spoke to Leo.</textarea>" in page, "the words are kept"
    place = re.search(r'name="change" value="(\d+-\d+)"', page)
    assert place
    page = send(client, conversation, "Leo did it. I spoke to Leo.", change=place[1])
    assert ">The other child did it. I spoke to Leo.</textarea>" in page
    page = send(client, conversation, "Leo did it.", knowing="other_child")
    assert "Leaving now" in page


def test_htmx_gets_the_checks_alone_and_the_words_are_kept(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    answer = submit(client, f"/threads/{conversation}", f"/threads/{conversation}/checks", text="Leo", name="Agnieszka")
    piece = answer.get_data(as_text=True)
    assert "<html" not in piece
    assert "Fix 1 thing to send" in piece
    assert ">Leo</textarea>" in text(client, f"/threads/{conversation}")


def test_words_that_are_kept_for_later_are_there_the_next_time(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    send(come_in("nair"), conversation, "I will", do="keep")
    assert ">I will</textarea>" in text(come_in("nair"), f"/threads/{conversation}")


def test_an_empty_answer_is_one_sentence_beside_the_composer(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    assert "Write something first." in send(come_in("nair"), conversation, " ")


@pytest.mark.clause("C22")
def test_the_card_gives_reasons_marks_words_and_takes_no_for_an_answer(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    with reading():
        message = threads.messages_of(SCHOOL, conversation)[0]
    start = message.text.index("does not want")
    spans = [[message.message_id, start, start + 13], [message.message_id, start + 5, start + 13]]
    finding = {"code": "distress", "reason": "Strong worry", "evidence": spans}
    plain = [{"code": "incident", "reason": f"Reason {number}", "evidence": []} for number in (2, 3)]
    not_shown = {"code": "unresolved", "reason": "Reason 4", "evidence": [[message.message_id, 0, len(message.text)]]}
    with writing():
        findings = [finding, *plain, not_shown]
        flags.save_suggestion(SCHOOL, Suggestion(conversation, "open", 0.9, findings, NINE, None, "", ""))
    client = come_in("nair")
    page = text(client, f"/threads/{conversation}")
    assert "Better face to face?" in page
    assert page.count("<mark>does not want</mark>") == 2
    assert page.count("<mark>") == 2, "nothing twice, and nothing for a reason that is not shown"
    assert "Could this be a safeguarding worry?" in page
    assert "I would like to talk about this properly" in text(client, f"/threads/{conversation}/meeting")
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/suggestion", answer="talked")
    page = text(client, f"/threads/{conversation}")
    assert "Better face to face?" not in page
    assert "<mark>" not in page
    assert "We have talked already" in page
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/suggestion", answer="restore")
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/suggestion", answer="phone")
    assert "Phone Agnieszka today" in text(client, f"/threads/{conversation}")


@pytest.mark.clause("C12")
def test_a_worry_that_nobody_has_taken_hides_the_card_and_stops_the_answer_kindly(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    with reading():
        message = threads.messages_of(SCHOOL, conversation)[0]
    finding = {"code": "distress", "reason": "Strong worry", "evidence": []}
    with writing():
        flags.save_suggestion(SCHOOL, Suggestion(conversation, "open", 0.9, [finding], NINE, None, "", ""))
        concerns.raise_alert(
            SCHOOL,
            Alert(5, message.message_id, conversation, [finding], ["ashdown"], NINE, None, 0, None, ""),
        )
    client = come_in("nair")
    page = text(client, f"/threads/{conversation}")
    assert "Mrs Ashdown was told of this. Please do not answer yet." in page
    assert "Better face to face?" not in page
    assert "Better in person</span>" not in text(client, "/inbox")
    assert ">How lovely.</textarea>" in send(client, conversation, "How lovely.")
    assert not outbox_ids(conversation)
    assert "A worry. Nobody has taken it yet" not in text(client, "/inbox")
    with writing():
        concerns.acknowledge(SCHOOL, 5, staff_id="ashdown", now=NINE)
    page = text(client, f"/threads/{conversation}")
    assert "Ask Mrs Ashdown before you answer." in page
    assert "Better face to face?" not in page, "nobody speaks to a family before it is known to be safe"
    assert "Better in person</span>" not in text(client, "/inbox")


@pytest.mark.clause("C12")
def test_whoever_was_told_of_a_worry_reads_in_their_inbox_that_nobody_has_it(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    with reading():
        message = threads.messages_of(SCHOOL, conversation)[0]
    finding = {"code": "safeguarding", "reason": "A worry", "evidence": []}
    with writing():
        concerns.raise_alert(
            SCHOOL, Alert(5, message.message_id, conversation, [finding], ["nair"], NINE, None, 0, None, "")
        )
    page = text(come_in("nair"), "/inbox")
    assert "A worry. Nobody has taken it yet" in page
    assert "Somebody has this" not in page


@pytest.mark.parametrize(
    ("state", "words", "button"),
    [
        ("handed_over", "Whether it was read cannot be known.", ""),
        ("failed", "Not delivered.", "Try again"),
        ("unknown", "We do not know whether this went.", "Send it again"),
    ],
)
def test_what_became_of_an_answer_is_said_as_it_is(
    come_in: Callable[[str], FlaskClient], conversation: int, state: str, words: str, button: str
) -> None:
    client = come_in("nair")
    send(client, conversation, "Thank you.")
    (outbox_id,) = outbox_ids(conversation)
    with writing():
        outbox.settle(SCHOOL, outbox_id, state=state, now=NINE, failure="There is no such mailbox.")
    page = text(client, f"/threads/{conversation}")
    assert words in page
    assert [one for one in ("Try again", "Send it again") if f">{one}</button>" in page] == ([button] if button else [])
    if button:
        submit(client, f"/threads/{conversation}", f"/replies/{outbox_id}/again")
        assert "Leaving now" in text(client, f"/threads/{conversation}")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5.2.2", "A mail server refused it, or it came back (5.2.2)."),
        ("There is no room.", "Not delivered.</b> There is no room."),
    ],
)
def test_a_mail_that_came_back_is_told_with_what_that_proves(
    come_in: Callable[[str], FlaskClient], conversation: int, code: str, words: str
) -> None:
    client = come_in("nair")
    send(client, conversation, "Thank you.")
    (outbox_id,) = outbox_ids(conversation)
    with writing():
        outbox.settle(SCHOOL, outbox_id, state="failed", now=NINE, failure=code)
    assert words in text(client, f"/threads/{conversation}")


def test_a_finished_conversation_leaves_the_inbox_and_can_be_brought_back(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/state", state="done")
    assert "Agnieszka Nowak" not in text(client, "/inbox")
    assert "Agnieszka Nowak" in text(client, "/inbox?show=finished")
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/state", state="open")
    assert "Agnieszka Nowak" in text(client, "/inbox")
    assert submit(client, "/inbox", f"/threads/{conversation}/state", state="burnt").status_code == 400


def with_file(name: str, kind: str, body: bytes) -> bytes:
    """A mail with one file."""
    message = EmailMessage()
    message["From"] = "Agnieszka Nowak <agnieszka@mail.example>"
    message["To"] = "nair@elmswick.example"
    message["Subject"] = "A file"
    message["Message-ID"] = f"<{len(body)}-{kind.replace('/', '.')}@mail.example>"
    message.set_content("Here it is.")
    main, _, sub = kind.partition("/")
    message.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "kind", "served"),
    [
        ("note.pdf", "application/pdf", "application/pdf"),
        ("page.html", "text/html", "application/octet-stream"),
        ("drawing.svg", "image/svg+xml", "application/octet-stream"),
        ('../../e"vil\u202egnp.exe', "application/x-msdownload", "application/octet-stream"),
    ],
)
def test_a_file_is_saved_and_never_run(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], clock: SetClock, name: str, kind: str, served: str
) -> None:
    clock.now = NINE
    body = b"<script>alert(1)</script>"
    taken = arrives(sqlite_school, with_file(name, kind, body), at=NINE)
    client = come_in("nair")
    found = re.search(r'href="(/threads/\d+/files/\d+/\d+)"', text(client, f"/threads/{taken.thread_id}"))
    assert found
    answer = client.get(found[1])
    assert answer.data.strip() == body
    assert answer.mimetype == served
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for sign in ("..", "\u202e", "/"):
        assert sign not in answer.headers["Content-Disposition"].replace("UTF-8''", "")
    assert come_in("garrod").get(found[1]).status_code == 404


def test_words_of_a_family_are_words_and_never_markup(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], clock: SetClock
) -> None:
    clock.now = NINE
    taken = arrives(sqlite_school, mail(text="<script>alert(1)</script> & <b>bold</b>", subject="<i>x</i>"), at=NINE)
    page = text(come_in("nair"), f"/threads/{taken.thread_id}")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page


def test_a_restriction_is_a_plain_notice_and_stops_the_answer(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], clock: SetClock
) -> None:
    clock.now = NINE
    taken = arrives(
        sqlite_school, mail("Gareth Tate <gareth@mail.example>", "How is she?", to="office@elmswick.example"), at=NINE
    )
    assert taken.thread_id is not None
    client = come_in("okafor")
    page = text(client, f"/threads/{taken.thread_id}")
    assert "There is a court order about Gareth Tate" in page
    assert "School may not contact this person about this pupil" in page
    assert "Fix 1 thing to send" in send(client, taken.thread_id, "Fine.")
