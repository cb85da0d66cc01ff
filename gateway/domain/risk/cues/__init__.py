"""Plain statements, of which one alerts, in the order in which they are shown."""

from __future__ import annotations

from gateway.domain.risk.cue import Cue
from gateway.domain.risk.cues import alarm, alarm_grids, grids, harm, home, languages, school

STATEMENTS: tuple[Cue, ...] = (
    *harm.CUES,
    *home.CUES,
    *school.CUES,
    *alarm.CUES,
    *alarm_grids.CUES,
    *grids.CUES,
    *languages.CUES,
)
