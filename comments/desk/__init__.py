"""The desk where moderators decide about comments."""
