"""The conversation as it is read: markdown, blocks and the virtualised view."""
