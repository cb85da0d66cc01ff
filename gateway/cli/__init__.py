"""The command line: one file a noun, each a group of commands; what is asked and answered is in the contract."""
