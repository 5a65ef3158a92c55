"""What a message's text says once its Markdown is read: pieces and spans, for the transcript and for pages to print."""
