"""The open chat in the window: where a message is written, and what joins it with the transcript. No commerce."""
