"""The page of sources: switches and labels, keys, shops added by their address."""
