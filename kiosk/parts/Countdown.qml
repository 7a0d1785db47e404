import QtQuick
import Screen

// A bar that empties while a page waits; `part` from 1 to 0.
Item {
    id: countdown

    required property real part

    implicitHeight: Theme.mm(2)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: Theme.closed
    }
    Rectangle {
        width: parent.width * Math.max(0, Math.min(1, countdown.part))
        height: parent.height
        radius: height / 2
        color: Theme.contrast ? Theme.on_card : Theme.tile
    }
}
