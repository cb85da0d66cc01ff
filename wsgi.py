"""The front door of a web server: the built application."""

from gateway.app import app_from_environment

app = app_from_environment()
