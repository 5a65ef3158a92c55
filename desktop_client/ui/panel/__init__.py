"""The disclosed side panel: header, need, coverage, cards; and the list that it shows. No chat."""
