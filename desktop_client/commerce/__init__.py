"""Shopping suggestions: the need, the offers, their order, the sources. No Qt; never sees the chat or the model."""
