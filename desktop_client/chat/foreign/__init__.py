"""Conversations of other clients, read from what they export or keep on disk. One module a client.

What a reader can't take (pictures, calls of tools, hidden notes) it counts, so that the user hears of it.
"""
