import QtQuick
import Screen

// How things stand: who waits, how long, which counters are open. One line, or figures on a card where there is room.
Item {
    id: live

    required property string waitingText
    required property string waitText
    required property string countersText
    required property var figures // [{label, value, icon}]
    readonly property bool card: height > Theme.mm(30) && width > Theme.mm(50)
    readonly property bool across: width > height * 2
    readonly property real cell: across ? width / figures.length : height / figures.length
    readonly property real valueSize: card ? Theme.largest(values, (across ? cell : width) - 2 * Theme.pad, across ? height * 0.5 : cell * 0.5, Theme.title, Theme.least, "bold") : Theme.body
    readonly property real labelSize: card ? Theme.largest(labels, (across ? cell : width) - 2 * Theme.pad, across ? height * 0.34 : cell * 0.36, Theme.small, Theme.least * 0.8, "regular") : Theme.body
    readonly property var values: figures.map(f => f.value)
    readonly property var labels: figures.map(f => f.label)

    Fitted {
        objectName: "live"
        visible: !live.card
        anchors.fill: parent
        text: [live.waitingText, live.waitText, live.countersText].filter(t => t).join("  •  ")
        size: Theme.body
        least: Theme.least * 0.8
        weight: "semibold"
        horizontalAlignment: Text.AlignHCenter
    }
    Rectangle {
        visible: live.card
        anchors.fill: parent
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.contrast ? Theme.line : 0
        border.color: Theme.card_line
    }
    Repeater {
        model: live.card ? live.figures : []

        Column {
            id: figure

            required property var modelData
            required property int index

            x: live.across ? index * live.cell : 0
            y: (live.across ? 0 : index * live.cell) + ((live.across ? live.height : live.cell) - height) / 2
            width: live.across ? live.cell : live.width

            Words {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, parent.width - 2 * Theme.pad)
                text: figure.modelData.label
                size: live.labelSize
                color: Theme.contrast ? Theme.on_card : Theme.ink_soft
                horizontalAlignment: Text.AlignHCenter
            }
            Words {
                width: parent.width - 2 * Theme.pad
                x: Theme.pad
                text: figure.modelData.value
                size: live.valueSize
                weight: "bold"
                color: Theme.on_card
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
