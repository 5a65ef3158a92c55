"""Reading a product page whose address the user pastes."""
