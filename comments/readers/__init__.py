"""People who signed in to comment: what we keep of them, and their portraits."""
