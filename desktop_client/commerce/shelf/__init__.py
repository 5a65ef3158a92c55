"""The catalogue on this computer: imported feeds, saved offers, the sample shelf."""
