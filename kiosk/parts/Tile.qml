import QtQuick
import Screen

// A field of procedures: one tap takes its number. A closed field says why in its caption.
Plate {
    id: tile

    required property string title
    readonly property string text: title
    property string caption: ""
    property string icon: ""
    property string kind: "tile"
    property bool closed: false
    property bool beside: true
    property real titleSize: Theme.lead
    property real captionSize: 0
    readonly property string look: closed ? "closed" : kind
    readonly property color words: Theme.meaning("on_" + look, Theme.contrast)
    readonly property real iconSide: beside ? Math.min(Theme.icon, height - 2 * Theme.pad) : Theme.icon

    signal tapped

    pressed: area.pressed && !closed
    face: Theme.meaning(look, Theme.contrast)
    facePressed: closed ? face : Theme.meaning(kind + "_pressed", Theme.contrast)
    edge: Theme.meaning(look + "_line", Theme.contrast)

    Icon {
        id: drawing

        name: tile.closed ? "lock" : tile.icon
        color: tile.words
        side: tile.iconSide
        x: tile.beside ? Theme.pad : (tile.width - side) / 2
        y: tile.beside ? (tile.height - side) / 2 : (tile.height - side - texts.height) / 2
    }
    Column {
        id: texts

        x: tile.beside ? drawing.x + drawing.width + Theme.pad : Theme.pad
        y: tile.beside ? (tile.height - height) / 2 : drawing.y + drawing.height
        width: tile.width - x - Theme.pad

        Words {
            width: parent.width
            text: tile.title
            size: tile.titleSize
            weight: "bold"
            color: tile.words
            horizontalAlignment: tile.beside ? Text.AlignLeft : Text.AlignHCenter
        }
        Words {
            width: parent.width
            visible: tile.captionSize > 0 && text !== ""
            text: tile.caption
            size: tile.captionSize > 0 ? tile.captionSize : Theme.least
            weight: tile.closed ? "semibold" : "regular"
            color: tile.words
            horizontalAlignment: tile.beside ? Text.AlignLeft : Text.AlignHCenter
        }
    }
    Press {
        id: area

        anchors.fill: parent
        onTapped: tile.tapped()
    }
}
