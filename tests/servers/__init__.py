"""Real servers that tests start and end themselves: on loopback, on free ports, in folders of their own."""
