"""Ways of sellers to buy rank with words, written for these tests, in both languages (promise P4)."""
