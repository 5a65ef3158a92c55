"""What is written, as it can be compared: folded text, words that mean the same, quantities, values and attributes."""
