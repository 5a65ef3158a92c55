"""The window. Shows state and asks services; knows no SQL and no HTTP."""
