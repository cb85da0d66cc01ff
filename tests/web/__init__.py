"""Tests of the pages and hooks."""
