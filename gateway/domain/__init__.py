"""What is true about a school's messages: no input or output, no clock, no framework."""
