"""How the cost of a piece of work grows with its input: a ratio of CPU times, so that no machine is too slow for it."""

from __future__ import annotations

import time
from collections.abc import Callable

_ROUNDS = 3
_LEAST = 0.004


def growth(work: Callable[[], object], fourfold: Callable[[], object]) -> float:
    """The CPU time of ``fourfold`` over that of ``work``, the best of three rounds each.

    It is about 4 where the cost grows with the input, and 16 where it grows with its square.
    """
    return _best(fourfold) / max(_best(work), _LEAST)


def _best(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)
