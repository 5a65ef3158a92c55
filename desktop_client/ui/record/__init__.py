"""The page that shows the record: what was sent, what came back, what was shown."""
