"""What Handbell needs from outside: protocols, the values they carry, and their errors."""
