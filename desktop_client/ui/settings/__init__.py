"""Settings of the whole program: the dialog, rates, keys of the window, deleting everything."""
