"""Calendars that others publish."""
