import QtQuick
import Screen

// How many wait in each field.
Rectangle {
    id: list

    required property var fields
    required property int waiting
    readonly property real headHeight: Math.min(height * 0.2, width * 0.16)
    readonly property real headLetters: Theme.largest([(qsTr("Đang chờ") + "  " + qsTr("%n người", "", 888)).replace(/ /g, "\u00a0")], width - 2 * Theme.margin, 100000, headHeight * 0.56, 8, "bold")
    readonly property var one: layOut(1)
    readonly property var two: layOut(2)
    readonly property var plan: two.letters > one.letters * 1.1 ? two : one

    function layOut(columns) {
        const lines = Math.max(1, Math.ceil(fields.length / columns));
        const high = (height - headHeight - Theme.pad) / lines;
        const wide = (width - 2 * Theme.margin - (columns - 1) * 2 * Theme.margin) / columns;
        const count = Math.min(high, wide * 0.15);
        const letters = width > 0 && height > 0 ? Theme.largest(fields.map(f => f.name), wide - count - Theme.pad, high * 0.86, Math.min(high * 0.55, Theme.title * 1.6), 8, "semibold") : 8;
        return { "columns": columns, "high": high, "wide": wide, "count": count, "letters": letters };
    }

    radius: Theme.radius
    color: Theme.hall_row

    Words {
        x: Theme.margin
        height: list.headHeight
        text: qsTr("Đang chờ")
        size: list.headLetters
        weight: "bold"
        color: Theme.hall_ticker
    }
    Words {
        objectName: "waiting-total"
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        height: list.headHeight
        text: qsTr("%n người", "", list.waiting)
        size: list.headLetters
        weight: "bold"
        color: Theme.hall_ticker
    }
    Repeater {
        model: list.fields

        Item {
            id: line

            required property var modelData
            required property int index

            x: Theme.margin + (index % list.plan.columns) * (list.plan.wide + 2 * Theme.margin)
            y: list.headHeight + Math.floor(index / list.plan.columns) * list.plan.high
            width: list.plan.wide
            height: list.plan.high

            Words {
                objectName: "field-" + line.index
                anchors.verticalCenter: parent.verticalCenter
                width: line.width - list.plan.count - Theme.pad
                text: line.modelData.name
                size: list.plan.letters
                weight: "semibold"
                color: Theme.on_hall_row
            }
            Words {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: line.modelData.waiting
                size: Math.min(list.plan.high * 0.66, list.plan.letters * 1.35)
                weight: "bold"
                color: line.modelData.waiting > 0 ? Theme.hall_ticker : Theme.on_hall_row
            }
        }
    }
}
