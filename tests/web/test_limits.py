"""What limits a talk: noted, ended and brought back on its page, and never lapsing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from gateway.store import audit
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.conversations import note
from tests.schools import SCHOOL, submit


def test_a_limit_is_noted_ended_and_brought_back_on_its_page(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("ashdown")
    here = f"/limits/of/{conversation}"
    wrong = submit(client, here, kind="writing", reason="She is deaf", look_again_on="2026-02-31")
    assert wrong.status_code == 400
    assert 'value="She is deaf"' in wrong.get_data(as_text=True), "what was typed stays"
    assert submit(client, here, kind="writing", reason="She is deaf", look_again_on="2027-03-01").status_code == 302
    assert submit(client, here, kind="writing", reason="She is deaf", look_again_on="2027-03-01").status_code == 409
    page = client.get(here).get_data(as_text=True)
    assert "Asks school to write" in page
    assert "It is looked at again on Monday 1 March 2027." in page
    number = re.search(r"/limits/(\d+)/end", page)
    assert number is not None
    nair = come_in("nair")
    assert "She is deaf" in nair.get(f"/threads/{conversation}").get_data(as_text=True)
    assert nair.get(here).status_code == 403
    submit(client, here, f"/limits/{number[1]}/end", thread=str(conversation))
    assert "She is deaf" not in nair.get(f"/threads/{conversation}").get_data(as_text=True)
    assert "Ended by Mrs Ashdown" in client.get(here).get_data(as_text=True)
    submit(client, here, f"/limits/{number[1]}/back")
    assert "She is deaf" in nair.get(f"/threads/{conversation}").get_data(as_text=True)
    with reading():
        found = [
            one.event for one in audit.latest(SCHOOL, ("limit.noted", "limit.ended", "limit.brought_back"), limit=9)
        ]
    assert found == ["limit.brought_back", "limit.ended", "limit.noted"]


def test_a_limit_whose_day_has_come_asks_to_be_looked_at_and_goes_on_standing(
    come_in: Callable[[str], FlaskClient], conversation: int, clock: SetClock
) -> None:
    note(conversation, "writing")
    clock.set("2027-03-02T10:00:00+00:00")
    assert "Look at it again now: its day was" in come_in("ashdown").get("/limits").get_data(as_text=True)
    assert "As agreed" in come_in("ashdown").get(f"/limits/of/{conversation}").get_data(as_text=True)
