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
    // On a wide page the way back is beside the title, so that the tiles have the height.
    readonly property bool wide: width > height * 1.15

    signal chosen(string id)
    signal back

    Column {
        id: heading

        width: choice.wide ? parent.width - backButton.width - Theme.gap : parent.width

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
        y: (choice.wide ? Math.max(heading.height, backButton.height) : heading.height) + Theme.gap
        width: parent.width
        height: parent.height - y - (choice.wide ? 0 : backButton.height + Theme.gap)
        tallest: choice.wide ? height : Math.max(Theme.mm(50), choice.height * 0.2)
        entries: choice.entries
        moreText: qsTr("Xem tiếp")
        namePrefix: choice.namePrefix
        onChosen: id => choice.chosen(id)
    }
    BigButton {
        id: backButton

        objectName: "back"
        x: parent.width - width
        y: choice.wide ? 0 : parent.height - height
        width: choice.wide ? Math.max(Theme.mm(56), choice.width * 0.2) : parent.width
        height: Theme.target
        text: qsTr("Quay lại")
        icon: "arrow-left"
        onTapped: choice.back()
    }
}
