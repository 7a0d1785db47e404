import QtQuick
import Screen

// A bar that empties while a page waits; `left` from 1 to 0.
Item {
    id: countdown

    required property real left

    implicitHeight: Theme.mm(2)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: Theme.closed
    }
    Rectangle {
        width: parent.width * Math.max(0, Math.min(1, countdown.left))
        height: parent.height
        radius: height / 2
        color: Theme.contrast ? Theme.on_card : Theme.tile
    }
}
