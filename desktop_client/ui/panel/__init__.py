"""The disclosed side panel: header, need, coverage, cards."""
