import QtQuick
import Screen

// A button: words, perhaps an icon before them. kind: card | tile | guide | priority | danger.
Plate {
    id: button

    required property string text
    property string icon: ""
    property string kind: "card"
    property real size: Theme.lead
    property real least: Theme.least
    property bool stacked: false
    property bool quick: false
    readonly property color words: kind === "card" ? Theme.on_card : kind === "tile" ? Theme.on_tile : kind === "guide" ? Theme.on_guide : kind === "priority" ? Theme.on_priority : Theme.on_danger

    signal tapped

    implicitHeight: Theme.primary
    implicitWidth: Theme.primary * 3
    pressed: area.pressed
    face: kind === "card" ? Theme.card : kind === "tile" ? Theme.tile : kind === "guide" ? Theme.guide : kind === "priority" ? Theme.priority : Theme.danger
    facePressed: kind === "card" ? Theme.card_pressed : kind === "tile" ? Theme.tile_pressed : kind === "guide" ? Theme.guide_pressed : kind === "priority" ? Theme.priority_pressed : Theme.danger_pressed
    edge: kind === "card" ? Theme.card_line : kind === "tile" ? Theme.tile_line : kind === "guide" ? Theme.guide_line : kind === "priority" ? Theme.priority_line : Theme.danger_line
    enabled: visible

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.pad
        height: parent.height - Theme.pad

        Icon {
            id: drawing

            name: button.icon
            color: button.words
            visible: button.icon !== ""
            side: button.text ? Math.min(Theme.icon, button.height * 0.6, button.width * 0.2) : Math.min(Theme.icon, button.height * 0.6)
            anchors.verticalCenter: parent.verticalCenter
        }
        Fitted {
            id: label

            readonly property real room: button.width - 2 * Theme.pad - (drawing.visible ? drawing.width + Theme.pad : 0)

            visible: button.text !== ""
            text: button.text
            size: button.size
            least: button.least
            weight: "bold"
            color: button.words
            font.pixelSize: room > 0 && height > 0 ? Theme.largest([text], room, height, size, Math.min(size, least), weight) : size
            width: Math.min(room, Math.ceil(implicitWidth) + 1)
            height: parent.height
            horizontalAlignment: drawing.visible ? Text.AlignLeft : Text.AlignHCenter
        }
    }
    Press {
        id: area

        anchors.fill: parent
        quick: button.quick
        onTapped: button.tapped()
    }
}
