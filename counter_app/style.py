"""The window's style sheet, made from the house theme's meanings; distances on a grid of eight pixels."""

from string import Template

from screen import ASSETS
from screen.fonts import FAMILY
from screen.theme import RAW, read

STEP = 8

_desk = read("desk")
_raw = RAW | _desk["raw"]
COLOURS = {meaning: _raw[raw] for meaning, raw in _desk["meanings"].items()}

SHEET = Template("""
* { font-family: "$family"; font-size: 11pt; color: $ink; }
QWidget#window, QWidget#page, QWidget#strip { background: $surface; }
QWidget#strip { border: 1px solid $line_strong; }
QToolTip { background: $ink; color: $card; border: 0; padding: 6px; }

QFrame[look="card"] { background: $card; border: 1px solid $line; border-radius: 10px; }
QFrame[look="sheet"] { background: $soft; border: 1px solid $line; border-radius: 10px; }
QFrame[look="header"] { background: $primary; border: 0; }
QFrame[look="header"] QLabel { color: $on_primary; }
QFrame[look="foot"] { background: $card; border: 0; border-top: 1px solid $line; }
QFrame[look="notice"] { background: $soft; border-radius: 8px; border: 1px solid $line; }
QFrame[look="notice"][tone="refused"] { background: $warning_soft; border-color: $warning; }
QFrame[look="notice"][tone="refused"] QLabel { color: $warning; font-weight: 600; }
QFrame[look="notice"][tone="undo"] { background: $ink; border-color: $ink; }
QFrame[look="notice"][tone="undo"] QLabel { color: $card; font-weight: 600; }
QFrame[look="banner"] { background: $danger_soft; border: 1px solid $danger; border-radius: 10px; }
QFrame[look="banner"] QLabel { color: $danger; }
QFrame[look="banner"][tone="late"] { background: $warning_soft; border-color: $warning; }
QFrame[look="banner"][tone="late"] QLabel { color: $warning; }

QLabel { background: transparent; border: 0; }
QLabel[role="title"] { font-size: 14pt; font-weight: 700; }
QLabel[role="heading"] { font-size: 12pt; font-weight: 600; }
QLabel[role="soft"], QLabel[role="hint"] { color: $ink_soft; }
QLabel[role="soft"][tone="late"] { color: $danger; font-weight: 600; }
QLabel[role="soft"][tone="priority"] { color: $warning; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="alarm"] { color: $warning; font-weight: 600; }
QLabel[role="figure"] { font-size: 17pt; font-weight: 700; }
QLabel[role="number"] { font-size: 84pt; font-weight: 700; color: $primary; }
QLabel[role="number"][tall="true"] { font-size: 124pt; }
QLabel[role="number"][small="true"] { font-size: 44pt; }
QLabel[role="number"][tone="quiet"] { color: $ink_soft; font-size: 26pt; font-weight: 600; }
QLabel[role="number"][tone="serving"] { color: $success; }
QLabel[role="next-number"] { font-size: 26pt; font-weight: 700; }
QFrame[look="next"][room="low"] QLabel[role="next-number"] { font-size: 20pt; }
QFrame[look="next"][room="tall"] QLabel { font-size: 14pt; }
QFrame[look="next"][room="tall"] QLabel[role="next-number"] { font-size: 44pt; }
QFrame[look="next"] { background: $soft; border: 1px solid $line; border-radius: 10px; }
QFrame[look="next"][tone="first"] { background: $primary_soft; border-color: $primary; }
QFrame[look="next"][empty="true"] { background: transparent; border-color: transparent; }
QFrame[look="next"][tone="first"] QLabel[role="next-number"] { color: $primary; }
QLabel[role="strip-number"] { font-size: 22pt; font-weight: 700; color: $primary; }
QLabel[role="value"] { font-size: 13pt; font-weight: 600; }
QLabel[role="clock"] { font-size: 20pt; font-weight: 600; }

QLabel[role="chip"] { border-radius: 13px; padding: 2px 12px; min-height: 22px;
  max-height: 22px; font-weight: 600; background: $soft; color: $ink_soft; }
QLabel[role="chip"][tone="called"] { background: $warning_soft; color: $warning; }
QLabel[role="chip"][tone="serving"] { background: $success_soft; color: $success; }
QLabel[role="chip"][tone="priority"] { background: $warning; color: $card; }
QLabel[role="chip"][tone="paused"], QLabel[role="chip"][tone="cut"] { background: $danger_soft; color: $danger; }
QLabel[role="chip"][tone="light"] { background: $primary_deep; color: $on_primary; }

QPushButton { background: $card; color: $ink; border: 1px solid $line_strong; border-radius: 8px;
  padding: 6px 14px; font-weight: 600; min-height: 28px; }
QPushButton:hover { border-color: $primary; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton:pressed, QPushButton[busy="true"] { background: $pressed; border-color: $primary; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $soft; }
QPushButton[rank="main"] { background: $primary; color: $on_primary; border-color: $primary; }
QPushButton[rank="main"]:hover { background: $primary_deep; }
QPushButton[rank="main"]:focus { border: 2px solid $focus; }
QPushButton[rank="main"]:pressed, QPushButton[rank="main"][busy="true"] { background: $primary_deep; }
QPushButton[rank="main"]:disabled { background: $soft; color: $disabled; border-color: $line; }
QPushButton[large="true"] { font-size: 13pt; min-height: 48px; }
QPushButton[keyed="true"] { text-align: left; }
QPushButton[slim="true"] { padding: 6px 10px; }
QPushButton[slim="true"]:focus { padding: 5px 9px; }
QPushButton[rank="quiet"] { background: transparent; border-color: transparent; font-weight: 400; }
QPushButton[rank="quiet"]:hover, QPushButton[rank="quiet"]:focus { border-color: $primary; }
QFrame[look="header"] QPushButton { background: transparent; color: $on_primary; border: 1px solid transparent;
  padding: 6px 8px; }
QFrame[look="header"] QPushButton:hover { background: $primary_deep; }
QFrame[look="header"] QPushButton:focus { border: 1px solid $on_primary; }
QFrame[look="header"] QPushButton:checked, QFrame[look="header"] QPushButton[strong="true"] { background: $card;
  color: $primary; }
QFrame[look="notice"][tone="undo"] QPushButton { background: $card; color: $ink; }
QPushButton[rank="tab"] { border-radius: 0; border: 0; border-bottom: 3px solid transparent; background: transparent;
  padding: 6px 12px; font-weight: 600; color: $ink_soft; }
QPushButton[rank="tab"]:hover { color: $ink; }
QPushButton[rank="tab"]:focus { border: 0; border-bottom: 3px solid $focus; padding: 6px 12px; }
QPushButton[rank="tab"]:checked { color: $primary; border-bottom: 3px solid $primary; }

QLabel[role="key"] { background: $soft; color: $ink_soft; border: 1px solid $line_strong; border-radius: 5px;
  padding: 0 6px; font-size: 11pt; font-weight: 600; }
QPushButton[rank="main"] QLabel[role="key"], QFrame[look="header"] QLabel[role="key"] { background: $primary_deep;
  color: $on_primary; border-color: $on_primary; }
QPushButton[rank="main"]:disabled QLabel[role="key"], QPushButton:disabled QLabel[role="key"] { background: $soft;
  color: $disabled; border-color: $line; }
QFrame[look="header"] QPushButton:checked QLabel[role="key"] { background: $soft; color: $primary;
  border-color: $line_strong; }

QLineEdit, QComboBox { background: $card; border: 1px solid $line_strong; border-radius: 6px;
  padding: 4px 10px; min-height: 28px; selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit:focus, QComboBox:focus, QListWidget:focus { border: 2px solid $focus; padding: 3px 9px; }
QLineEdit[large="true"] { font-size: 22pt; font-weight: 700; min-height: 44px; }
QComboBox[large="true"] { font-size: 13pt; min-height: 44px; }
QComboBox::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow { image: url($arrow); width: 16px; height: 16px; }
QComboBox:disabled, QLineEdit:disabled { color: $ink_soft; background: $soft; border-color: $line; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line_strong; selection-background-color: $primary;
  selection-color: $on_primary; outline: 0; padding: 4px; }

QTableWidget { background: $card; border: 0; gridline-color: $line; outline: 0; alternate-background-color: $card;
  selection-background-color: $selected; selection-color: $ink; }
QTableWidget::item { padding: 0 5px; border: 0; border-bottom: 1px solid $line; }
QTableWidget::item:selected { background: $selected; color: $ink; }
QTableWidget[roomy="true"] { font-size: 13pt; }
QHeaderView { background: $card; }
QHeaderView::section { background: $card; color: $ink_soft; border: 0; border-bottom: 2px solid $line_strong;
  padding: 4px 8px; font-weight: 600; }
QListWidget { background: $card; border: 1px solid $line_strong; border-radius: 6px; padding: 4px 10px; outline: 0; }
QListWidget::item { padding: 5px 6px; border-radius: 5px; }
QListWidget::item:selected { background: $primary; color: $on_primary; }
QScrollArea, QWidget#troubles, QWidget#slip { background: transparent; border: 0; }
QScrollArea > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $line_strong; border-radius: 5px; min-height: 32px; margin: 1px; }
QScrollBar:horizontal { height: 0; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def colour(meaning: str) -> str:
    """The colour of a meaning of assets/theme/desk.json."""
    return COLOURS[meaning]


def sheet() -> str:
    """The style sheet of the whole window."""
    return SHEET.substitute(COLOURS, family=FAMILY, arrow=(ASSETS / "icons" / "arrow-down.svg").as_posix())
