import QtQuick
import Screen
import "../parts"

// Outside opening hours: when to come back.
Item {
    id: page

    required property QtObject take
    readonly property var hours: take.center.hours
    readonly property real line: Math.min(Theme.mm(26), (height * 0.42) / Math.max(1, hours.length))

    Icon {
        id: sign

        name: "moon"
        color: Theme.ink
        side: Math.min(page.height * 0.18, Theme.mm(50))
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.portrait ? page.height * 0.1 : 0
    }
    Fitted {
        id: title

        objectName: "closed"
        y: sign.y + sign.height
        width: parent.width
        height: Math.min(page.height * 0.18, Theme.title * 2.8)
        text: qsTr("Trung tâm đang ngoài giờ tiếp nhận")
        size: Theme.title
        weight: "bold"
        horizontalAlignment: Text.AlignHCenter
    }
    Fitted {
        id: opens

        y: title.y + title.height
        width: parent.width
        height: Math.min(page.height * 0.17, Theme.lead * 2.8)
        text: page.take.center.opens
        size: Theme.lead
        least: Theme.least * 0.8
        horizontalAlignment: Text.AlignHCenter
    }
    Rectangle {
        y: opens.y + opens.height + Theme.gap
        width: parent.width
        height: page.line * page.hours.length + Theme.pad
        radius: Theme.radius
        color: Theme.card
        border.width: Theme.contrast ? Theme.line : 0
        border.color: Theme.card_line

        Column {
            y: Theme.pad / 2
            x: Theme.pad * 2
            width: parent.width - 4 * Theme.pad

            Repeater {
                model: page.hours

                Item {
                    id: row

                    required property var modelData

                    width: parent.width
                    height: page.line

                    Fitted {
                        width: parent.width * 0.42
                        height: parent.height
                        text: row.modelData.label
                        size: Theme.body
                        least: Theme.least * 0.8
                        color: Theme.on_card
                    }
                    Fitted {
                        x: parent.width * 0.42
                        width: parent.width * 0.58
                        height: parent.height
                        text: row.modelData.value
                        size: Theme.body
                        least: Theme.least * 0.8
                        weight: "bold"
                        color: Theme.on_card
                        horizontalAlignment: Text.AlignRight
                    }
                }
            }
        }
    }
    Fitted {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.min(page.height * 0.14, Theme.body * 3)
        text: qsTr("Nộp hồ sơ trực tuyến bất cứ lúc nào. Phản ánh, kiến nghị: gọi %1.").arg(page.take.center.hotline)
        size: Theme.body
        least: Theme.least * 0.8
        color: Theme.ink_soft
        horizontalAlignment: Text.AlignHCenter
    }
}
