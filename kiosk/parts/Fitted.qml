import QtQuick
import Screen

// Words in a room of given width and height: as large as `size`, no larger than fits, never below `least`.
Text {
    property real size: Theme.body
    property real least: Theme.least
    property string weight: "regular"

    font.family: Theme.family
    font.weight: weight === "bold" ? Font.Bold : weight === "semibold" ? Font.DemiBold : Font.Normal
    font.pixelSize: width > 0 && height > 0 ? Theme.largest([text], width, height, size, Math.min(size, least), weight) : size
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    color: Theme.ink
    verticalAlignment: Text.AlignVCenter
}
