"""Who asks: the agent profile that every request of the protocol names, and the version that it declares."""

from __future__ import annotations

AGENT_PROFILE = "https://shopify.dev/ucp/agent-profiles/2026-04-08/valid-with-capabilities.json"
"""Merchants fetch this to learn which version and capabilities the asking program has (Overview, *Profiles*).

This is a public sample of Shopify's and declares what Sidelight uses. Before a public release Sidelight needs its own:
a JSON document at an https address that answers without redirects, as ``application/json``, with ``Cache-Control:
public`` and a ``max-age`` of 60 seconds or more. Labels say so as long as this is somebody else's.
"""

VERSION = "2026-04-08"
"""The version that this profile declares, so the only one that may be spoken with it."""
