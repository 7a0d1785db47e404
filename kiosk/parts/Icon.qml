import QtQuick

// A line drawing of assets/icons in one colour, sharp at its own size.
Image {
    required property string name
    required property color color
    property real side: 0

    width: side
    height: side
    sourceSize: Qt.size(side, side)
    source: name && side > 0 ? "image://icon/" + name + "/" + color.toString().slice(-6) : ""
}
