"""What the school does; each action is one transaction and names the event it leaves in the record."""
