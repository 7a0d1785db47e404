"""Pictures for QML made from assets: `image://icon/<name>/<RRGGBB>` and `image://qr/<text>`."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from screen import ASSETS

USUAL = 64


def icon(name: str, color: QColor, pixels: int) -> QImage:
    """The line drawing `name` of assets/icons in one colour; an unknown name is an empty picture."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    file = ASSETS / "icons" / f"{name}.svg"
    if file.is_file():
        drawing = QSvgRenderer(QByteArray(file.read_bytes().replace(b"currentColor", color.name().encode())))
        painter = QPainter(image)
        drawing.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
    return image.copy()  # what was painted on keeps its painter's tools, 25 kB an icon


def icon_pixmap(name: str, color: QColor, pixels: int) -> QPixmap:
    return QPixmap.fromImage(icon(name, color, pixels))


def qr(text: str, pixels: int) -> QImage:
    """A QR code of `text` in whole pixels per module, with its quiet zone, at most `pixels` wide."""
    import qrcode  # only the few pages with a code pay for it

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    small = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            small.setPixel(x, y, 0xFF000000 if dark else 0xFFFFFFFF)
    side = max(1, pixels // len(rows)) * len(rows)
    return small.scaled(side, side)


class Icons(QQuickImageProvider):
    def __init__(self):
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, address: str, size: QSize, wanted: QSize) -> QImage:
        name, _, color = address.partition("/")
        return icon(name, QColor(f"#{color or '000000'}"), wanted.width() if wanted.width() > 0 else USUAL)


class Codes(QQuickImageProvider):
    def __init__(self):
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, address: str, size: QSize, wanted: QSize) -> QImage:
        return qr(address, wanted.width() if wanted.width() > 0 else 4 * USUAL)
