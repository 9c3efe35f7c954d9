"""The demonstration: one page of the old blog, as it was captured."""
