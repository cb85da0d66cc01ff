"""Tests of the ways that messages come and go."""
