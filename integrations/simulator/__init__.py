"""The demo's outside world: a parent you can play, and the processes of the demo itself."""
