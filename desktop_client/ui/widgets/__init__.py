"""Small widgets that several pages share: a switch, buttons, labels for foreign text, a flow of chips."""
