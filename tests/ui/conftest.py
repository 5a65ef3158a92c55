from ui.test_ui_window import desk as desk
