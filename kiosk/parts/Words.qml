import QtQuick
import Screen

// Words that take the height they need: wrapped, one size.
Text {
    property real size: Theme.body
    property string weight: "regular"

    font.family: Theme.family
    font.weight: weight === "bold" ? Font.Bold : weight === "semibold" ? Font.DemiBold : Font.Normal
    font.pixelSize: size
    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    color: Theme.ink
    verticalAlignment: Text.AlignVCenter
}
