"""The column at the left: chats, search of all chats, trash. No commerce."""
