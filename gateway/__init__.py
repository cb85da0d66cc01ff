"""Handbell's own floors: domain, ports, store, actions and the doors above them."""

import sys

# Mako, which Alembic brings along, loads a syntax highlighter where one is installed, for error pages that nobody sees here:
# a twelfth of a process's memory.
sys.modules.setdefault("pygments", None)  # type: ignore[arg-type]
