"""The front door of a web server and of ``flask``: the built application."""

import gc
import os
import sys

gc.disable()  # what is loaded stays: walking it again and again while it grows is a fifth of every command's start

from gateway import asking  # noqa: E402

if asking.is_asked(sys.argv[1:], os.environ):
    app = asking.create_app()
else:
    from gateway.app import app_from_environment
    from gateway.domain.errors import InputProblem

    try:
        app = app_from_environment()
    except InputProblem as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - there is no application yet that could log it
        sys.exit(2)
gc.freeze()
gc.enable()
