"""The timed jobs: a table of what runs how often, and the scheduler that ticks."""
