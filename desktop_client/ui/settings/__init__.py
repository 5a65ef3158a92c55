"""Settings, sources and the page that explains the promises."""
