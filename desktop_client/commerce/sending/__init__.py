"""What goes out to a platform and what comes back. Only the gate sends it."""
