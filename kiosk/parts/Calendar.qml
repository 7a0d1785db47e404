import QtQuick
import Screen

// A month: today framed, counted days tinted, days off pale, the promised day full.
Item {
    id: calendar

    required property var month // {title, names, days: [{day, look, inside}]}
    readonly property var days: month.days ?? []
    readonly property int weeks: Math.max(1, days.length / 7)
    readonly property real cell: width / 7
    readonly property real line: height / (weeks + 2)
    readonly property real letters: Math.min(line * 0.64, cell * 0.44)

    Words {
        width: parent.width
        height: calendar.line
        text: calendar.month.title ?? ""
        size: calendar.letters * 1.05
        weight: "bold"
        color: Theme.on_card
        horizontalAlignment: Text.AlignHCenter
    }
    Repeater {
        model: calendar.month.names ?? []

        Words {
            required property string modelData
            required property int index

            x: index * calendar.cell
            y: calendar.line
            width: calendar.cell
            height: calendar.line
            text: modelData
            size: calendar.letters * 0.86
            weight: "semibold"
            color: Theme.contrast ? Theme.on_card : Theme.ink_soft
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Repeater {
        model: calendar.days

        Rectangle {
            id: square

            required property var modelData
            required property int index
            readonly property string look: modelData.look

            visible: modelData.inside || look === "due"
            x: (index % 7) * calendar.cell + calendar.cell * 0.05
            y: (2 + Math.floor(index / 7)) * calendar.line + calendar.line * 0.05
            width: calendar.cell * 0.9
            height: calendar.line * 0.9
            radius: Theme.radius * 0.6
            color: look === "due" ? Theme.tile : look === "counted" ? Theme.bar : look === "off" ? Theme.closed : Theme.card
            border.color: look === "due" && Theme.contrast ? Theme.tile_line : Theme.ink
            border.width: look === "today" || (look === "due" && Theme.contrast) ? Theme.line * 2 : 0

            Words {
                anchors.fill: parent
                text: square.modelData.day
                size: calendar.letters
                weight: square.look === "due" || square.look === "today" ? "bold" : "regular"
                color: square.look === "due" ? Theme.on_tile : square.look === "off" ? Theme.on_closed : Theme.on_card
                horizontalAlignment: Text.AlignHCenter
            }
            Rectangle {
                // Not by colour alone: a day off is struck through.
                visible: square.look === "off"
                anchors.centerIn: parent
                width: parent.width * 0.6
                height: Math.max(1, Theme.line / 2)
                color: Theme.on_closed
            }
        }
    }
}
