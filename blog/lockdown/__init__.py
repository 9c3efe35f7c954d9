"""The lock-down of the desk: the switch, the door while it is locked, and the letters with codes."""
