"""One need on its way through the sources: asked side by side, seen before it is sent, until the list is there."""
