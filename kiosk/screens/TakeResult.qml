import QtQuick
import Screen
import "../parts"

// The number: as large as the panel allows, where to go, how long it may take, and two ways to change one's mind.
Item {
    id: page

    required property QtObject take
    required property bool patient
    readonly property var result: take.result
    readonly property bool wide: width > height * 1.15
    readonly property bool failed: result.paper === "failed" || result.paper === "none"
    readonly property real cardWidth: wide ? width * 0.5 : width
    readonly property real buttonsHeight: Theme.primary
    readonly property var facts: [
        { "label": qsTr("Phía trước"), "value": result.ahead ?? "" },
        { "label": qsTr("Dự kiến chờ"), "value": result.wait ?? "" },
        { "label": qsTr("Quầy phục vụ"), "value": result.number ? result.counters || qsTr("chưa mở") : "" }
    ].filter(f => f.value)

    Rectangle {
        id: card

        width: page.cardWidth
        height: page.wide ? page.height - page.buttonsHeight - 2 * Theme.gap - Theme.mm(2) : page.height * 0.44
        radius: Theme.radius
        color: Theme.number
        border.color: Theme.number_line
        border.width: Theme.line * 2

        Column {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.pad

            Fitted {
                width: parent.width
                height: Math.min(card.height * 0.16, size * 1.35)
                text: qsTr("Số của ông/bà")
                size: Theme.lead
                color: Theme.on_number
                horizontalAlignment: Text.AlignHCenter
            }
            Fitted {
                objectName: "number"
                width: parent.width * 0.92 // air between the number and the frame
                anchors.horizontalCenter: parent.horizontalCenter
                height: card.height * 0.48
                text: page.result.number ?? ""
                size: Theme.mm(150)
                weight: "bold"
                wrapMode: Text.NoWrap
                color: Theme.on_number
                horizontalAlignment: Text.AlignHCenter
            }
            Fitted {
                width: parent.width
                height: card.height * (fieldClass.visible ? 0.2 : 0.28)
                text: page.result.procedure || (page.result.field ?? "")
                size: Theme.lead
                least: Theme.least * 0.8
                weight: "bold"
                color: Theme.on_number
                horizontalAlignment: Text.AlignHCenter
            }
            Fitted {
                id: fieldClass

                visible: !!page.result.class
                width: parent.width
                height: card.height * 0.12
                text: page.result.class ?? ""
                size: Theme.small
                least: Theme.least * 0.8
                color: Theme.on_number
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    Item {
        id: details

        x: page.wide ? card.width + 2 * Theme.gap : 0
        y: page.wide ? 0 : card.height + Theme.gap
        width: page.wide ? page.width - x : page.width
        height: (page.wide ? card.height : page.height - y - page.buttonsHeight - 2 * Theme.gap - Theme.mm(2))

        Column {
            id: lines

            readonly property real line: Math.min(Theme.portrait ? parent.height * 0.2 : Theme.mm(34), (parent.height - notice.height - Theme.gap) / Math.max(1, page.facts.length))
            readonly property real labelRoom: Theme.large ? 0.46 : 0.5
            readonly property real valueSize: Theme.largest(page.facts.map(f => f.value), width * (1 - labelRoom) - Theme.pad, line, Theme.portrait ? Theme.title : Theme.lead * 1.1, Theme.least * 0.7, "bold")
            readonly property real labelSize: Theme.largest(page.facts.map(f => f.label), width * labelRoom - Theme.pad, line * 0.62, Theme.portrait ? Theme.lead : Theme.body, Theme.least * 0.7, "regular")

            width: parent.width

            Repeater {
                model: page.facts

                Item {
                    id: row

                    required property var modelData
                    required property int index

                    width: lines.width
                    height: lines.line

                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: Math.max(1, Theme.line / 2)
                        color: Theme.closed_line
                        opacity: 0.5
                    }
                    Words {
                        width: parent.width * lines.labelRoom - Theme.pad
                        height: parent.height
                        text: row.modelData.label
                        size: lines.labelSize
                        color: Theme.ink_soft
                    }
                    Words {
                        x: parent.width * lines.labelRoom
                        width: parent.width - x
                        height: parent.height
                        text: row.modelData.value
                        size: lines.valueSize
                        weight: "bold"
                        horizontalAlignment: Text.AlignRight
                    }
                }
            }
        }
        Rectangle {
            id: notice

            anchors.bottom: parent.bottom
            width: parent.width
            height: page.failed ? Math.max(Theme.mm(34), Math.min(parent.height * 0.52, Theme.mm(70))) : Theme.portrait ? Math.max(Theme.mm(Theme.large ? 30 : 22), parent.height * 0.11) : Math.min(Theme.mm(Theme.large ? 30 : 22), parent.height * 0.34)
            radius: Theme.radius
            color: page.failed ? Theme.notice : Theme.card
            border.width: Theme.line
            border.color: page.failed ? Theme.notice_line : Theme.card_line

            Icon {
                id: sign

                visible: !page.failed
                name: page.result.paper === "printed" ? "ticket" : "printer"
                color: Theme.on_card
                side: Math.min(Theme.icon, parent.height * 0.6)
                x: Theme.pad
                anchors.verticalCenter: parent.verticalCenter
            }
            Image {
                id: code

                visible: page.failed
                x: Theme.pad
                anchors.verticalCenter: parent.verticalCenter
                sourceSize: Qt.size(parent.height - 2 * Theme.pad, parent.height - 2 * Theme.pad)
                source: page.failed && page.result.code ? "image://qr/" + page.result.code : ""
            }
            Fitted {
                objectName: "paper"
                x: page.failed ? code.x + code.width + Theme.pad : sign.x + sign.width + Theme.pad
                width: parent.width - x - Theme.pad
                height: parent.height - Theme.pad
                anchors.verticalCenter: parent.verticalCenter
                text: page.result.paper === "failed" ? qsTr("%1 – xin ghi nhớ số này hoặc chụp mã này").arg(page.result.trouble) : page.result.paper === "none" ? qsTr("Xin ghi nhớ số này hoặc chụp mã này") : page.result.paper === "printing" ? qsTr("Đang in phiếu…") : qsTr("Xin lấy phiếu")
                size: Theme.lead
                least: Theme.least * 0.7
                weight: "bold"
                color: page.failed ? Theme.on_notice : Theme.on_card
            }
        }
    }
    Countdown {
        id: countdown

        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.gap
        width: parent.width
        part: 1
        height: Theme.mm(2)

        NumberAnimation on part {
            id: running

            from: 1
            to: 0
            duration: page.take.stayMs
            running: page.visible
        }
        Connections {
            function onResultChanged() {
                if (page.visible)
                    running.restart();
            }

            target: page.take
        }
    }
    Row {
        id: buttons

        readonly property real cell: (width - 2 * Theme.gap) / 3

        anchors.bottom: parent.bottom
        width: parent.width
        height: page.buttonsHeight
        spacing: Theme.gap

        BigButton {
            objectName: "reprint"
            width: buttons.cell
            height: buttons.height
            text: qsTr("In lại")
            icon: "printer"
            enabled: page.result.reprint === true
            opacity: enabled ? 1 : 0.45
            onTapped: page.take.reprint()
        }
        BigButton {
            objectName: "cancel"
            width: buttons.cell
            height: buttons.height
            text: qsTr("Huỷ số")
            icon: "x"
            onTapped: page.take.cancel()
        }
        BigButton {
            objectName: "done"
            kind: "tile"
            width: buttons.cell
            height: buttons.height
            text: qsTr("Xong")
            icon: "check"
            onTapped: page.take.home()
        }
    }
}
