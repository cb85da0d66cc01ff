"""Tests of the timed jobs."""
