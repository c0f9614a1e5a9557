"""Other formats, each in a module of its own: what comes in, and what goes out."""
