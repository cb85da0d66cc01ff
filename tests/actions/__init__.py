"""Tests of what the school does."""
