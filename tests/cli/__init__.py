"""The commands, as the contract describes them."""
