import QtQuick
import Screen
import "../parts"

// For the person who looks after the machine: what is wrong and what to do, last tickets, and the ways out.
Item {
    id: page

    required property QtObject operator
    readonly property bool wide: width > height * 1.15
    readonly property real half: wide ? (width - 2 * Theme.gap) / 2 : width
    readonly property real key: Theme.target
    readonly property var actions: [
        { "id": "paper", "icon": "receipt", "text": qsTr("Đã thay giấy") },
        { "id": "quieter", "icon": "volume-off", "text": qsTr("Nhỏ tiếng") },
        { "id": "louder", "icon": "volume", "text": qsTr("To tiếng (%1)").arg(page.operator.volume) },
        { "id": "day", "icon": "calendar", "text": qsTr("Mở ngày") },
        { "id": "restart", "icon": "refresh", "text": qsTr("Khởi động lại") },
        { "id": "leave", "icon": "power", "text": qsTr("Thoát") }
    ]

    function act(id) {
        switch (id) {
        case "paper":
            page.operator.paperChanged();
            break;
        case "quieter":
            page.operator.louder(-1);
            break;
        case "louder":
            page.operator.louder(1);
            break;
        case "day":
            page.operator.openDay();
            break;
        case "restart":
            page.operator.restart();
            break;
        case "leave":
            page.operator.leaveProgram();
            break;
        }
    }

    Fitted {
        id: title

        width: parent.width
        height: Theme.mm(11)
        objectName: "said"
        text: page.operator.said || qsTr("Vận hành máy") + "  •  " + page.operator.machine
        size: Theme.lead
        least: Theme.least * 0.7
        weight: "bold"
    }
    Rectangle {
        id: health

        y: title.height + Theme.gap
        width: page.half
        height: rows.height + Theme.pad
        radius: Theme.radius
        color: Theme.card

        Column {
            id: rows

            x: Theme.pad
            y: Theme.pad / 2
            width: parent.width - 2 * Theme.pad

            // One size for all of it: the largest at which every sentence has the lines that it needs.
            readonly property real room: (page.wide ? actions.y : page.height * 0.5) - health.y - Theme.gap - Theme.pad
            readonly property real indent: Theme.mm(7) + Theme.pad
            readonly property real nameWidth: (width - indent) * 0.34 - Theme.pad
            readonly property real textWidth: (width - indent) * 0.66
            readonly property real size: sizeFor(page.operator.health)

            function sizeFor(all: var): real {
                const least = Theme.least * 0.4;
                let size = Math.floor(Math.min(Theme.body, Theme.mm(6)));
                while (size > least && all.reduce((sum, one) => sum + rows.heightOf(one, size), 0) > rows.room)
                    size -= 1;
                return Math.max(size, least);
            }
            function heightOf(one: var, size: real): real {
                const name = Theme.text_height(one.name, size, "semibold", rows.nameWidth);
                const text = Theme.text_height(one.text, size, "regular", rows.textWidth);
                return Math.max(name, text) + size * 0.7;
            }

            Repeater {
                model: page.operator.health

                Item {
                    id: row

                    required property var modelData

                    width: rows.width
                    height: rows.heightOf(modelData, rows.size)

                    Icon {
                        id: lamp

                        name: row.modelData.icon
                        color: row.modelData.state === "good" ? Theme.good : row.modelData.state === "wrong" ? Theme.danger : Theme.on_card
                        side: Math.min(Theme.mm(7), rows.size * 1.3)
                        anchors.verticalCenter: parent.verticalCenter
                    }
                    Fitted {
                        x: rows.indent
                        width: rows.nameWidth
                        height: parent.height
                        text: row.modelData.name
                        size: rows.size
                        least: Theme.least * 0.4
                        weight: "semibold"
                        color: Theme.on_card
                    }
                    Fitted {
                        x: parent.width - width
                        width: rows.textWidth
                        height: parent.height
                        text: row.modelData.text
                        size: rows.size
                        least: Theme.least * 0.4
                        color: Theme.on_card
                    }
                }
            }
        }
    }
    Column {
        id: tickets

        readonly property real room: actions.y - y - Theme.gap
        readonly property int most: Math.max(0, Math.floor((room + Theme.gap) / (page.key + Theme.gap)))

        x: page.wide ? page.half + 2 * Theme.gap : 0
        y: page.wide ? title.height + Theme.gap : health.y + health.height + Theme.gap
        width: page.half
        spacing: Theme.gap

        Repeater {
            model: page.operator.tickets.slice(0, tickets.most)

            Item {
                id: ticket

                required property var modelData

                width: tickets.width
                height: page.key

                Words {
                    id: number

                    width: Math.min(Theme.mm(32), page.half * 0.24)
                    height: parent.height
                    text: ticket.modelData.number
                    size: Math.min(Theme.mm(8.4), width * 0.27)
                    weight: "bold"
                }
                Fitted {
                    x: number.width + Theme.pad
                    width: parent.width - x - again.width - Theme.pad
                    height: parent.height
                    text: ticket.modelData.text
                    size: Math.min(Theme.body, Theme.mm(6.5))
                    least: Theme.least * 0.5
                }
                BigButton {
                    id: again

                    objectName: "reprint-" + ticket.modelData.id
                    anchors.right: parent.right
                    width: Math.min(Theme.mm(56), page.half * 0.36)
                    height: parent.height
                    size: Theme.mm(6.5)
                    least: Theme.mm(4.5)
                    text: qsTr("In lại")
                    icon: "printer"
                    onTapped: page.operator.reprint(ticket.modelData.id)
                }
            }
        }
    }
    Grid {
        id: actions

        // A wide page has all of them in one row, at the side of the way back.
        readonly property real cell: page.wide ? (page.width - backButton.width - 6 * Theme.gap) / 6 : (page.half - 2 * Theme.gap) / 3
        readonly property real letters: Theme.largest(page.actions.map(a => a.text), cell - Math.min(Theme.icon, cell * 0.2) - 3 * Theme.pad, page.key - Theme.pad, Theme.mm(6.5), Theme.least * 0.5, "bold")

        x: page.wide ? backButton.width + Theme.gap : 0
        y: page.height - height - (page.wide ? 0 : backButton.height + Theme.gap)
        columns: page.wide ? 6 : 3
        spacing: Theme.gap

        Repeater {
            model: page.actions

            BigButton {
                required property var modelData

                objectName: "operator-" + modelData.id
                width: actions.cell
                height: page.key
                size: actions.letters
                least: Theme.least * 0.5
                text: modelData.text
                icon: modelData.icon
                onTapped: page.act(modelData.id)
            }
        }
    }
    BigButton {
        id: backButton

        objectName: "operator-back"
        anchors.bottom: parent.bottom
        width: page.wide ? page.width * 0.19 : page.width
        height: page.key
        size: page.wide ? actions.letters : Theme.lead
        least: Theme.least * 0.5
        kind: "tile"
        text: qsTr("Về trang lấy số")
        icon: "arrow-left"
        onTapped: page.operator.back()
    }
}
