"""What Handbell knows of internet mail: pure functions over bytes and text."""
