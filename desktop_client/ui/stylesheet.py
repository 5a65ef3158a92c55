"""The style sheet for stock widgets, made from the theme's colours."""

from __future__ import annotations

from desktop_client.ui.theme import Colours

_MAIN_AT_THE_RIGHT = 3
"""Qt's number for the order of buttons in which the main one comes last, as in dialogs that are laid out by hand."""


def stylesheet(c: Colours) -> str:
    """Qt style sheet for one scheme. Widgets that paint themselves read the theme instead."""
    return f"""
    #headerBar, #sidebar, #pageHeader {{ background: {c.side}; }}
    #headerBar, #pageHeader {{ border-bottom: 1px solid {c.hairline}; }}
    #findBar {{ background: {c.side}; border-bottom: 1px solid {c.hairline}; }}
    #sidebar {{ border-right: 1px solid {c.hairline}; }}
    #soft {{ color: {c.ink_soft}; }}
    #warning {{ color: {c.warning}; }}
    QPushButton#boxButton, QLineEdit#boxField, QPlainTextEdit#boxText, QLineEdit#qt_keysequenceedit_lineedit {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; border-radius: 7px; padding: 7px 11px;
    }}
    QPlainTextEdit#exactText {{
        background: {c.panel_ground}; color: {c.ink}; border: 1px solid {c.panel_hairline}; border-radius: 7px;
        padding: 4px;
    }}
    QPushButton#boxButton {{ text-align: left; }}
    QPushButton#plainButton {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; border-radius: 7px; padding: 6px 14px;
    }}
    QPushButton#mainButton {{
        background: {c.accent}; color: {c.accent_ink}; border: 1px solid {c.accent}; border-radius: 7px;
        padding: 6px 16px;
    }}
    QPushButton#mainButton:disabled {{
        background: {c.hairline}; color: {c.ink_soft}; border-color: {c.hairline};
    }}
    QPushButton#plainButton:disabled {{ background: transparent; color: {c.ink_soft}; }}
    QPushButton#quietButton {{
        background: transparent; color: {c.ink_soft}; border: 1px solid transparent; border-radius: 7px;
        padding: 6px 10px; margin-left: 8px; text-align: left;
    }}
    QPushButton#signButton {{
        background: transparent; color: {c.ink_soft}; border: 1px solid transparent; border-radius: 7px;
        padding: 5px 9px;
    }}
    QPushButton#signButton:hover {{ color: {c.ink}; }}
    QPushButton#quietButton:hover {{ color: {c.ink}; }}
    QPushButton#awayButton {{
        background: transparent; color: {c.warning}; border: 1px solid transparent; border-radius: 7px;
        padding: 6px 10px; margin-left: 8px; text-align: left;
    }}
    QComboBox, QAbstractSpinBox {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; border-radius: 7px; padding: 5px 11px;
    }}
    QAbstractSpinBox {{ padding: 4px 0; }}
    QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {c.ink_soft}; }}
    QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {c.accent}; }}
    QComboBox::drop-down, QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; width: 0; }}
    QMenu {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; padding: 4px;
    }}
    QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {c.accent_ground}; color: {c.ink}; }}
    QMenu::item:disabled {{ color: {c.ink_soft}; }}
    QMenu::separator {{ height: 1px; background: {c.hairline}; margin: 4px 8px; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox QAbstractItemView {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; padding: 4px; outline: none;
        selection-background-color: {c.accent_ground}; selection-color: {c.ink};
    }}
    QComboBox QAbstractItemView::item {{ padding: 4px 7px; border-radius: 5px; }}
    QComboBox QAbstractItemView::item:selected {{ background: {c.accent_ground}; color: {c.ink}; }}
    QComboBoxPrivateContainer {{ border: none; background: {c.raised}; }}
    QPushButton:focus, QLineEdit#boxField:focus, QPlainTextEdit#boxText:focus,
    QLineEdit#qt_keysequenceedit_lineedit:focus,
    QPlainTextEdit#exactText:focus, QPushButton#boxButton:focus, QPushButton#plainButton:focus,
    QPushButton#quietButton:focus, QPushButton#signButton:focus,
    QPushButton#awayButton:focus {{ border-color: {c.accent}; outline: none; }}
    QPushButton#mainButton:focus {{ border: 2px solid {c.ink}; padding: 5px 15px; }}
    QListView#chatList, QListView#recordList, QListView#shelfList {{
        background: transparent; border: none; outline: none;
    }}
    QListView#boxList {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; border-radius: 7px; padding: 4px;
        outline: none;
    }}
    QListView#boxList:focus {{ border-color: {c.accent}; }}
    QListView#boxList::item {{ padding: 6px 8px; border-radius: 5px; }}
    QListView#boxList::item:selected {{ background: {c.accent_ground}; color: {c.ink}; }}
    QListView#boxList::item:disabled {{ color: {c.ink_soft}; }}
    QDialogButtonBox {{ button-layout: {_MAIN_AT_THE_RIGHT}; }}
    QSlider::groove:horizontal {{ background: {c.hairline}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        background: {c.raised}; border: 2px solid {c.accent}; width: 12px; margin: -6px 0; border-radius: 8px;
    }}
    QSlider::handle:horizontal:focus {{ background: {c.accent}; }}
    QProgressBar {{
        background: {c.hairline}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
    }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    #commandList {{
        background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; border-radius: 8px; padding: 2px;
    }}
    #commandList::item {{ padding: 5px 10px; border-radius: 5px; }}
    #commandList::item:selected {{ background: {c.accent_ground}; color: {c.ink}; }}
    #toast {{ background: {c.ink}; border-radius: 9px; }}
    #toast QLabel {{ color: {c.ground}; }}
    #toast QPushButton {{
        background: transparent; color: {c.ground}; border: 1px solid {c.ground}; border-radius: 6px; padding: 4px 10px;
    }}
    #toast QPushButton:focus {{ background: {c.ground}; color: {c.ink}; }}
    #dialogTitle {{ font-weight: bold; }}
    QToolTip {{ background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline}; padding: 4px; }}
    QSplitter::handle {{ background: {c.hairline}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.hairline}; border-radius: 4px; min-height: 32px; margin: 1px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.ink_soft}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: none; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.hairline}; border-radius: 4px; min-width: 32px; margin: 1px; }}
    QScrollBar::handle:horizontal:hover {{ background: {c.ink_soft}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; height: 0; width: 0;
    }}
    """
