"""Conversations that leave as files, and that come in from other clients."""
