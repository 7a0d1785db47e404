import QtQuick
import Screen

// Reasons to mark, as many as one likes; a mark shows by colour and by a tick.
Item {
    id: grid

    required property var reasons
    property bool slim: false
    readonly property real column: Math.max(Theme.target * 3, width / 2 - Theme.gap)
    readonly property int columns: reasons.length * (Theme.target + Theme.gap) <= height && width < height * 1.1 ? 1 : Math.max(2, Math.ceil(reasons.length * (Theme.target + Theme.gap) / (height + Theme.gap)))
    readonly property int lines: Math.max(1, Math.ceil(reasons.length / columns))
    readonly property real wide: (width - (columns - 1) * Theme.gap) / columns
    readonly property real high: Math.min((height - (lines - 1) * Theme.gap) / lines, Theme.primary * 1.5)
    readonly property real tick: Math.min(high * 0.5, Theme.icon * 0.8)
    readonly property real letters: Theme.largest(reasons.map(r => r.name), wide - tick - 3 * Theme.pad, high - Theme.gap, Theme.large ? Theme.title : Theme.lead, Theme.least * 0.8, "semibold")

    signal toggled(string id)

    Repeater {
        model: grid.reasons

        Plate {
            id: cell

            required property var modelData
            required property int index
            readonly property color words: modelData.on ? Theme.on_chosen : Theme.on_card

            objectName: "reason-" + modelData.id
            x: (index % grid.columns) * (grid.wide + Theme.gap)
            y: Math.floor(index / grid.columns) * (grid.high + Theme.gap)
            width: grid.wide
            height: grid.high
            pressed: area.pressed
            face: modelData.on ? Theme.chosen : Theme.card
            edge: modelData.on ? Theme.chosen : Theme.card_line

            Rectangle {
                id: box

                x: Theme.pad
                anchors.verticalCenter: parent.verticalCenter
                width: grid.tick
                height: grid.tick
                radius: Theme.radius / 3
                color: cell.modelData.on ? Theme.on_chosen : Theme.card
                border.color: cell.words
                border.width: Theme.line * 1.5

                Icon {
                    anchors.centerIn: parent
                    visible: cell.modelData.on
                    name: "check"
                    color: Theme.chosen
                    side: grid.tick * 0.84
                }
            }
            Words {
                x: box.x + box.width + Theme.pad
                width: cell.width - x - Theme.pad
                anchors.verticalCenter: parent.verticalCenter
                text: cell.modelData.name
                size: grid.letters
                weight: "semibold"
                color: cell.words
            }
            Press {
                id: area

                anchors.fill: parent
                onTapped: grid.toggled(cell.modelData.id)
            }
        }
    }
}
