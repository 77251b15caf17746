"""The windows' clothes: one style sheet from the theme's colours."""

from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app.drawing.fonts import font
from app.drawing.theme import Theme

TEXT = 15
SMALL_TEXT = 13


def dress(application: QApplication, theme: Theme) -> None:
    """Give the whole program this theme (its style is Fusion, which ``start_up`` names before there is one)."""
    application.setFont(font(TEXT))
    application.setPalette(_palette(theme))
    application.setStyleSheet(_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, theme.panel),
        (role.WindowText, theme.text),
        (role.Base, theme.panel),
        (role.AlternateBase, theme.canvas),
        (role.Text, theme.text),
        (role.Button, theme.panel),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.text),
        (role.PlaceholderText, theme.second_text),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.Link, theme.accent),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(theme.second_text))
    return palette


def _sheet(theme: Theme) -> str:
    t = theme
    icons = (Path(resources.__file__).parent / "icons").as_posix()
    return f"""
    QMainWindow, QDialog {{ background: {t.panel}; }}
    QToolTip {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.card_border}; padding: 4px 6px; }}
    QMenuBar {{ background: {t.panel}; color: {t.text}; border-bottom: 1px solid {t.line}; padding: 1px 6px; }}
    QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 5px; }}
    QMenuBar::item:selected {{ background: {t.accent_soft}; }}
    QMenu {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.card_border}; padding: 4px; }}
    QMenu::item {{ padding: 5px 26px 5px 22px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {t.accent_soft}; }}
    QMenu::item:disabled {{ color: {t.second_text}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QToolBar {{ background: {t.panel}; border: none; border-bottom: 1px solid {t.line}; padding: 4px 10px; spacing: 2px; }}
    QToolBar::separator {{ width: 1px; background: {t.line}; margin: 7px 8px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 7px; padding: 6px 10px; color: {t.text}; }}
    QToolButton:hover {{ background: {t.accent_soft}; }}
    QToolButton:focus {{ border-color: {t.accent}; }}
    QToolButton:disabled {{ color: {t.second_text}; }}
    QToolButton#tool-edit-anything {{ border: 1px solid {t.card_border}; border-radius: 8px; min-height: 18px; margin-right: 6px; }}
    QToolButton#tool-edit-anything:hover, QToolButton#tool-edit-anything:focus {{ border-color: {t.accent}; }}
    QToolButton#tool-present-toggle {{ background: {t.accent}; color: {t.accent_text}; border-color: {t.accent}; margin-left: 4px; }}
    QToolButton#tool-present-toggle:disabled {{ background: {t.canvas}; color: {t.second_text}; border-color: {t.line}; }}
    QPushButton {{ border: 1px solid {t.card_border}; border-radius: 8px; padding: 8px 16px; background: {t.panel}; color: {t.text}; }}
    QPushButton:hover {{ background: {t.accent_soft}; }}
    QPushButton:focus {{ border: 2px solid {t.accent}; padding: 7px 15px; }}
    QPushButton:checked {{ background: {t.accent_soft}; border-color: {t.accent}; color: {t.text}; }}
    QPushButton#first, QPushButton:default {{ background: {t.accent}; color: {t.accent_text}; border-color: {t.accent}; }}
    QPushButton:disabled {{ color: {t.second_text}; background: {t.canvas}; }}
    QPushButton#quiet {{ border: none; text-align: left; padding: 4px 6px; color: {t.accent}; }}
    QPushButton#quiet:focus {{ border: 2px solid {t.accent}; padding: 2px 4px; }}
    QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDoubleSpinBox {{
        border: 1px solid {t.card_border}; border-radius: 7px; padding: 6px 8px; background: {t.panel}; color: {t.text};
        selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border: 2px solid {t.accent}; padding: 5px 7px; }}
    QLineEdit#title {{ border: 1px solid transparent; font-weight: bold; background: transparent; padding: 6px 8px; }}
    QLineEdit#title:hover {{ border-color: {t.card_border}; }}
    QLineEdit#title:focus {{ border: 2px solid {t.accent}; padding: 5px 7px; }}
    QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ border: none; padding: 0; }}
    QComboBox::drop-down {{ border: none; width: 26px; }}
    QComboBox::down-arrow {{ image: url({icons}/down-{t.name}.svg); width: 12px; height: 12px; }}
    QCheckBox {{ spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 5px; }}
    QCheckBox:focus {{ border-color: {t.accent}; }}
    QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {t.second_text}; border-radius: 4px; background: {t.panel}; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url({icons}/tick-{t.name}.svg); }}
    QRadioButton {{ spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 5px; }}
    QRadioButton:focus {{ border-color: {t.accent}; }}
    QRadioButton::indicator {{ width: 16px; height: 16px; border: 1px solid {t.second_text}; border-radius: 9px; background: {t.panel}; }}
    QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 5px solid {t.accent}; background: {t.panel}; }}
    QSlider {{ min-height: 26px; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.card_border}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
    QSlider::handle:horizontal {{ width: 18px; height: 18px; margin: -8px 0; border-radius: 9px;
        border: 1px solid {t.panel}; background: {t.accent}; }}
    QSlider::handle:horizontal:focus {{ border: 3px solid {t.text}; width: 14px; height: 14px; }}
    QSlider::handle:horizontal:disabled {{ background: {t.card_border}; }}
    QComboBox QAbstractItemView {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.card_border};
        selection-background-color: {t.accent_soft}; selection-color: {t.text}; outline: none; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: {t.panel}; color: {t.text}; padding: 10px 14px 8px; border: none; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ border-bottom: 2px solid {t.accent}; font-weight: bold; }}
    QTabBar::tab:focus {{ color: {t.accent}; }}
    QTreeView, QListView {{ border: none; background: {t.panel}; color: {t.text}; outline: none; }}
    QTreeView::item {{ padding: 3px 0; }}
    QTreeView {{ selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
    QListWidget {{ selection-background-color: {t.accent_soft}; selection-color: {t.text}; }}
    QListWidget::item {{ padding: 6px 8px; border-radius: 6px; }}
    QListWidget::item:selected {{ background: {t.accent_soft}; color: {t.text}; }}
    QSplitter::handle {{ background: {t.line}; }}
    QScrollArea {{ border: none; background: {t.panel}; }}
    QScrollBar:vertical {{ width: 11px; background: transparent; margin: 0; }}
    QScrollBar:horizontal {{ height: 11px; background: transparent; margin: 0; }}
    QScrollBar::handle {{ background: {t.card_border}; border-radius: 4px; min-height: 30px; min-width: 30px; margin: 2px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QWidget#hint {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: 9px; }}
    QWidget#hint QLabel {{ color: {t.second_text}; }}
    QToolButton#hint-away {{ padding: 0; color: {t.second_text}; font-size: 17px; }}
    QLabel#second, QCheckBox#second {{ color: {t.second_text}; }}
    QLabel#heading {{ font-weight: bold; }}
    QLabel#headline {{ font-size: 30px; font-weight: bold; }}
    QLabel#preview {{ background: {t.canvas}; border: 1px solid {t.line}; border-radius: 8px; }}
    QLabel#warning {{ color: {t.warning}; }}
    QFrame#why {{ background: {t.accent_soft}; border-radius: 10px; }}
    QFrame#fault {{ background: {t.panel}; border: 2px solid {t.warning}; border-radius: 9px; }}
    QFrame#fault QLabel {{ color: {t.text}; }}
    QLabel#said {{ background: {t.text}; color: {t.panel}; border-radius: 9px; padding: 10px 16px; }}
    QLineEdit#first-symptom {{ font-size: 22px; padding: 14px 16px; border-radius: 12px; border: 2px solid {t.accent}; }}
    QFrame#strip {{ background: {t.canvas}; }}
    QFrame#capture {{ background: {t.panel}; border: 2px solid {t.accent}; border-radius: 12px; }}
    QLineEdit#capture-field, QLineEdit#capture-field:focus {{ border: none; padding: 2px 0; font-size: 19px; background: {t.panel}; }}
    QFrame#popup {{ background: {t.panel}; border: 2px solid {t.accent}; border-radius: 12px; }}
    """
