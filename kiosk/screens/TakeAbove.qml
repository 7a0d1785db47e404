import QtQuick
import Screen
import "../parts"

// What stands above a seated person's reach: nothing to press, only to read.
Item {
    id: above

    required property QtObject take

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.pad

        Words {
            width: parent.width
            text: qsTr("Xin bấm các ô ở phía dưới")
            size: Theme.title
            weight: "bold"
            horizontalAlignment: Text.AlignHCenter
        }
        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "arrow-down"
            color: Theme.ink
            side: Theme.mm(28)
        }
    }
}
