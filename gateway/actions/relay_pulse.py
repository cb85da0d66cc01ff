"""Whether the relay runs, when it last took a mail, and whether the server behind it answers: told by it, read by Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.scope import Scope
from gateway.ports.relay import Pulse
from gateway.store import schools
from gateway.store.transaction import writing

RUNS, TOOK, HOP = "relay", "relay.took", "relay.hop"
BEATS = frozenset({RUNS, TOOK, HOP})
"""Under which names the relay's own beats stand beside those of the jobs."""
SILENT_AFTER = timedelta(minutes=2)
"""It tells of itself every thirty seconds."""
GIVEN_UP_AFTER = timedelta(days=7)
"""A relay that nobody has run for so long is one that school has given up; until then its silence rings."""
HOP_AWAY = "The mail server behind the relay does not answer. Talks with families are kept here; other mail waits at its senders."


@dataclass(frozen=True, slots=True)
class RelayStanding:
    """How the relay does. ``state``: ``running``, ``hop_away`` or ``silent``; ``took_at`` is None while it took no mail."""

    state: str
    beat_at: datetime
    took_at: datetime | None
    hop_answered_at: datetime | None

    @property
    def needs_somebody(self) -> bool:
        """Whether mail waits that should pass."""
        return self.state != "running"


def note_pulse(scope: Scope, pulse: Pulse, *, now: datetime) -> None:
    """Write how the relay does. No event: it is a machine's own state, and changes every half minute."""
    with writing():
        schools.beat(scope, RUNS, now=now)
        schools.beat(scope, HOP, now=now, failure="" if pulse.hop_answers else HOP_AWAY)
        if pulse.took_at is not None:
            schools.beat(scope, TOOK, now=pulse.took_at)


def relay_standing(scope: Scope, *, now: datetime) -> RelayStanding | None:
    """How the relay does, in the open transaction; None where school runs none."""
    beats = schools.heartbeats(scope)
    if RUNS not in beats or now - beats[RUNS][0] > GIVEN_UP_AFTER:
        return None
    beat_at = beats[RUNS][0]
    hop_at, failure = beats.get(HOP, (None, ""))
    state = "silent" if now - beat_at > SILENT_AFTER else "hop_away" if failure else "running"
    return RelayStanding(state, beat_at, beats[TOOK][0] if TOOK in beats else None, hop_at)
