"""The page that shows what lies on the shelf of this computer: looked through by hand, apart from any answer."""
