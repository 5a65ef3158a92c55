"""What a conversation is: messages as a tree, what fits the context, one turn. No Qt, no network, no commerce."""
