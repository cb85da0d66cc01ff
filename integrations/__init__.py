"""Everything outside that Handbell talks to: one folder a vendor, each behind a socket of ``gateway.ports``."""
