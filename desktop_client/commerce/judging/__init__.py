"""What ranking knows of an offer, and how many points that is worth. It knows of no money that anyone earns (P3)."""
