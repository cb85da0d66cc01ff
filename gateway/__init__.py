"""Handbell's own floors: domain, ports, store, actions and the doors above them."""
