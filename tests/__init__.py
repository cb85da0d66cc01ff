"""Every test of Handbell, and the fixtures they share."""
