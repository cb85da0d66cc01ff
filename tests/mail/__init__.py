"""Tests of mail knowledge."""
