"""What the window writes: lists as files and on paper, whole or not at all."""
