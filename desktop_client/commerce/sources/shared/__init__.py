"""What several platforms share, so that each connector holds only what is its own."""
