"""X (Twitter): publishing alone."""
