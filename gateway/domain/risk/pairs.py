"""Which signs together alert."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Signs that alert where one of each group is heard in one breath; a last resort only where nothing else is heard."""

    code: str
    reason: str
    groups: tuple[tuple[str, ...], ...]
    last_resort: bool = False


PAIRS: tuple[Pair, ...] = (
    Pair(
        "allegation_staff",
        "Something an adult at school does with a child, told with a doubt or by the child.",
        (("staff",), ("handled",), ("hedge", "behaviour", "child_says")),
    ),
    Pair(
        "allegation_staff",
        "An adult at school, closeness and a secret.",
        (("staff",), ("contact",), ("secret",)),
    ),
    Pair(
        "safeguarding",
        "A worry about a child, told as if it were nothing.",
        (
            ("hedge",),
            ("behaviour", "body_hurt", "alone", "drinking", "control"),
            ("home_adult",),
            ("child_says", "control", "alone"),
        ),
        last_resort=True,
    ),
    Pair(
        "safeguarding",
        "A secret or closeness that a child is uneasy about.",
        (("secret",), ("contact",), ("behaviour", "hedge")),
    ),
    Pair(
        "safeguarding",
        "Somebody at home drinks, and a child hides or is afraid.",
        (("drinking",), ("behaviour",), ("home_adult",), ("child_says",)),
    ),
    Pair("safeguarding", "Somebody may be watched or controlled at home.", (("control",), ("control",))),
    Pair(
        "safeguarding",
        "Children may be doing sexual things to each other.",
        (("child_sexual",), ("behaviour", "hedge", "secret")),
    ),
    Pair(
        "safeguarding", "A child may be hurting themselves.", (("body_hurt",), ("behaviour",), ("child_says", "hedge"))
    ),
    Pair("safeguarding", "A child may be cold or hungry at home.", (("unfed",), ("unfed",))),
    Pair("threat", "Somebody may mean to meet another person and fight.", (("confront",), ("fight_back", "confront"))),
    Pair("allegation_staff", "An adult at school and something that no adult should do.", (("staff",), ("intimate",))),
    Pair("safeguarding", "Harm, and somebody of the family, are told in one breath.", (("harm",), ("kin",))),
    Pair("online_bullying", "Cruel words about a person stand on the net.", (("group_cruelty",), ("net",))),
    Pair("missing_child", "A child may not be where they should be.", (("not_here",), ("whereabouts",))),
    Pair(
        "online_bullying",
        "Something cruel about a person is going round.",
        (("group_cruelty",), ("online_place",), ("spread",)),
    ),
)
"""A sign that stands in two groups must be heard in two places."""
