import QtQuick
import Screen
import "../parts"

// The hall as a simple drawing: the counters along the wall, the seats before them, this machine beside the door.
Item {
    id: page

    required property QtObject find
    readonly property var counters: find.card.counters ?? []
    readonly property bool wide: width > height * 1.15
    readonly property int across: Math.max(1, wide && counters.length > 4 ? Math.ceil(counters.length / 2) : wide ? counters.length : 2)
    readonly property int lines: Math.max(1, Math.ceil(counters.length / across))
    readonly property real cell: (floor.width - (across + 1) * Theme.gap) / across
    readonly property real desk: Math.min(Theme.mm(wide ? 44 : 60), floor.height * (wide ? 0.7 : 0.62) / lines - Theme.gap)
    readonly property real letters: Theme.largest(counters.map(c => c.text), cell - 2 * Theme.pad, desk * 0.54, Theme.body, Theme.least * 0.4, "regular")

    Fitted {
        id: title

        objectName: "card-title"
        width: page.wide ? parent.width - backButton.width - Theme.gap : parent.width
        height: Theme.target
        text: page.find.card.title
        size: Theme.title
        least: Theme.least * 0.7
        weight: "bold"
    }
    Rectangle {
        id: floor

        y: title.height + Theme.gap
        width: parent.width
        height: parent.height - y - (page.wide ? 0 : backButton.height + Theme.gap)
        radius: Theme.radius
        color: Theme.card
        border.color: Theme.card_line
        border.width: Theme.line * 2

        Repeater {
            model: page.counters

            Rectangle {
                id: desk

                required property var modelData
                required property int index

                objectName: "hall-counter-" + modelData.number
                x: Theme.gap + (index % page.across) * (page.cell + Theme.gap)
                y: Theme.gap + Math.floor(index / page.across) * (page.desk + Theme.gap)
                width: page.cell
                height: page.desk
                radius: Theme.radius / 2
                color: modelData.open ? Theme.tile : Theme.closed
                border.color: modelData.open ? Theme.tile_line : Theme.closed_line
                border.width: Theme.line

                Fitted {
                    x: Theme.pad
                    width: parent.width - 2 * Theme.pad
                    height: parent.height * 0.42
                    text: desk.modelData.open ? qsTr("Quầy %1").arg(desk.modelData.number) : qsTr("Quầy %1 (chưa mở)").arg(desk.modelData.number)
                    size: Theme.lead
                    least: Theme.least * 0.5
                    weight: "bold"
                    color: desk.modelData.open ? Theme.on_tile : Theme.on_closed
                    horizontalAlignment: Text.AlignHCenter
                }
                Words {
                    x: Theme.pad
                    y: parent.height * 0.42
                    width: parent.width - 2 * Theme.pad
                    height: parent.height * 0.54
                    text: desk.modelData.text
                    size: page.letters
                    color: desk.modelData.open ? Theme.on_tile : Theme.on_closed
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignTop
                }
            }
        }
        // Rows of seats.
        Grid {
            id: seats

            readonly property real above: Theme.gap + page.lines * (page.desk + Theme.gap)
            readonly property real seat: Math.max(2, Math.min(Theme.mm(9), (here.y - above - 2 * Theme.gap) / 2.6))

            anchors.horizontalCenter: parent.horizontalCenter
            y: above + (here.y - above - height) / 2
            columns: Math.max(2, Math.floor(parent.width * 0.6 / (seat * 1.5)))
            spacing: seat * 0.5
            visible: here.y - above > Theme.mm(12)

            Repeater {
                model: seats.columns * 2

                Rectangle {
                    width: seats.seat
                    height: seats.seat
                    radius: seats.seat * 0.3
                    color: Theme.bar
                    border.color: Theme.card_line
                    border.width: Theme.line / 2
                }
            }
        }
        Row {
            id: here

            x: parent.width - width - Theme.pad
            y: parent.height - height - Theme.pad
            height: Math.min(Theme.mm(14), parent.height * 0.16)
            spacing: Theme.pad / 2

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "map-pin"
                color: Theme.contrast ? Theme.on_card : Theme.danger
                side: Math.round(parent.height)
            }
            Words {
                height: parent.height
                text: qsTr("Ông/bà đang ở đây")
                size: Math.min(Theme.body, parent.height * 0.6)
                weight: "bold"
                color: Theme.on_card
            }
        }
        Row {
            x: Theme.pad
            y: here.y
            height: here.height
            spacing: Theme.pad / 2

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                name: "door"
                color: Theme.on_card
                side: Math.round(parent.height)
            }
            Words {
                height: parent.height
                text: qsTr("Cửa vào")
                size: Math.min(Theme.body, parent.height * 0.6)
                weight: "bold"
                color: Theme.on_card
            }
        }
    }
    BigButton {
        id: backButton

        objectName: "back"
        x: parent.width - width
        y: page.wide ? 0 : parent.height - height
        width: page.wide ? Math.max(Theme.mm(48), page.width * 0.17) : parent.width
        height: Theme.target
        text: qsTr("Quay lại")
        icon: "arrow-left"
        least: Theme.least * 0.7
        onTapped: page.find.back()
    }
}
