"""Small widgets that several packages share: a switch, buttons, a line with an undo, a flow of chips."""
