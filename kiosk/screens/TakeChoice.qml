import QtQuick
import Screen
import "../parts"

// A title and tiles to choose one from, with the way back below.
Item {
    id: choice

    required property string title
    required property string subtitle
    required property var entries
    property string namePrefix: "field"

    signal chosen(string id)
    signal back

    Column {
        id: heading

        width: parent.width

        Fitted {
            width: parent.width
            height: size * 1.35
            text: choice.title
            size: Theme.title
            least: Theme.least
            weight: "bold"
        }
        Words {
            width: parent.width
            text: choice.subtitle
            visible: !Theme.large || implicitHeight < Theme.mm(24)
            size: Theme.large ? Theme.small : Theme.body
            color: Theme.ink_soft
        }
    }
    TileGrid {
        y: heading.height + Theme.gap
        width: parent.width
        height: parent.height - y - backButton.height - Theme.gap
        tallest: Theme.portrait ? Theme.mm(62) : height
        entries: choice.entries
        moreText: qsTr("Xem tiếp")
        namePrefix: choice.namePrefix
        onChosen: id => choice.chosen(id)
    }
    BigButton {
        id: backButton

        objectName: "back"
        anchors.bottom: parent.bottom
        width: Theme.portrait ? parent.width : Math.min(parent.width, Theme.mm(90))
        height: Theme.tablet ? Theme.target : Theme.primary
        text: qsTr("Quay lại")
        icon: "arrow-left"
        onTapped: choice.back()
    }
}
