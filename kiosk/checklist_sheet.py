"""A checklist on A4, for a center whose office printer stands nearer than its ticket printer."""

from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from center.papers import Check, Code, Document, Pair, Rule, Space, Text
from screen.fonts import FAMILY
from screen.pictures import qr

DPI = 300
MARGIN_MM = 16.0
LARGER = 1.25  # a sheet is read from further away than a ticket held in the hand
POINT_MM, CAP = 0.3528, 0.74  # a point, and the typeface's capital height per em
CODE_MM, BOX_MM = 30.0, 4.6
HTML_DPI = 96  # what a pixel of an image in a text is measured in
BOX_DOTS, BOX_LINE = 60, 5


def a4_sheet(document: Document) -> bytes:
    """The blocks of a ticket's document on as many A4 pages as they need, as a PDF."""
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(document.title)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    text = QTextDocument()
    text.documentLayout().setPaintDevice(writer)
    for number, block in enumerate(block for block in document.blocks if isinstance(block, Code)):
        dots = round(CODE_MM / 25.4 * DPI)
        text.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"qr:{number}"), qr(block.data, dots))
    text.addResource(QTextDocument.ResourceType.ImageResource, QUrl("box:"), _box())
    text.setPageSize(QSizeF(writer.width(), writer.height()))
    text.setDocumentMargin(0)
    text.setHtml(f'<body style="font-family: {FAMILY}">{"".join(_lines(document))}</body>')
    text.print_(writer)
    buffer.close()
    return bytes(octets)


def _lines(document: Document):
    codes = 0
    for block in document.blocks:
        match block:
            case Text(text=text, height_mm=height, bold=bold, align=align):
                yield f'<p align="{align}" style="{_letters(height, bold)}">{escape(text)}</p>'
            case Pair(label=label, value=value, height_mm=height, bold=bold):
                yield f'<p style="{_letters(height, bold)}">{escape(label)}: {escape(value)}</p>'
            case Check(text=text, height_mm=height, bold=bold):
                box = f"<td>{_image('box:', BOX_MM)}</td>"
                words = f'<td style="padding-left: 16px; {_letters(height, bold)}">{escape(text)}</td>'
                yield f'<table cellspacing="0" style="margin-top: 14px"><tr>{box}{words}</tr></table>'
            case Code():
                yield f'<p align="center">{_image(f"qr:{codes}", CODE_MM)}</p>'
                codes += 1
            case Rule():
                yield "<hr>"
            case Space(height_mm=height):
                yield f'<p style="font-size: {height / POINT_MM / 2:.1f}pt">&nbsp;</p>'


def _image(name: str, side_mm: float) -> str:
    side = round(side_mm / 25.4 * HTML_DPI)
    return f'<img src="{name}" width="{side}" height="{side}">'


def _box() -> QImage:
    """An empty square to tick."""
    box = QImage(BOX_DOTS, BOX_DOTS, QImage.Format.Format_RGB32)
    box.fill(QColor("black"))
    white = QColor("white").rgb()
    for y in range(BOX_LINE, BOX_DOTS - BOX_LINE):
        for x in range(BOX_LINE, BOX_DOTS - BOX_LINE):
            box.setPixel(x, y, white)
    return box


def _letters(height_mm: float, bold: bool) -> str:
    points = height_mm / CAP / POINT_MM * LARGER
    return f"font-size: {points:.1f}pt; font-weight: {'bold' if bold else 'normal'}; margin: 4px 0"
