"""Tests of whole stories from arrival to reply."""
