"""The front door of a web server: the built application."""

import gc
import sys

gc.disable()  # what is loaded stays: walking it again and again while it grows is a fifth of every command's start

from gateway.app import app_from_environment  # noqa: E402
from gateway.domain.errors import InputProblem  # noqa: E402

try:
    app = app_from_environment()
    gc.freeze()
    gc.enable()
except InputProblem as problem:
    print(problem, file=sys.stderr)  # noqa: T201 - there is no application yet that could log it
    sys.exit(2)
