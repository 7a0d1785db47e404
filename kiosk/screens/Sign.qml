import QtQuick
import Screen
import "../parts"

// Above a counter: its number, and under it, as large as the screen, the ticket. Blinks as long as somebody is called.
Rectangle {
    id: root

    required property QtObject sign
    property bool lit: true
    readonly property real edge: Math.round(Math.min(width, height) * 0.05)
    readonly property real headHeight: Math.round(height * 0.26)
    readonly property bool called: root.sign.calling && root.lit

    color: Theme.hall

    // Once a second: far below the three flashes that may hurt people with photosensitive epilepsy (WCAG 2.3.1).
    Timer {
        interval: 500
        repeat: true
        running: root.sign.calling
        onRunningChanged: root.lit = true
        onTriggered: root.lit = !root.lit
    }
    Fitted {
        objectName: "counter"
        x: root.edge
        y: root.edge
        width: root.width - 2 * root.edge
        height: root.sign.dark ? root.height * 0.5 : root.headHeight - root.edge
        text: qsTr("QUẦY %1").arg(root.sign.counter)
        size: height * 0.9
        weight: "bold"
        color: root.sign.dark ? Theme.hall_soft : Theme.on_hall
        horizontalAlignment: Text.AlignHCenter
    }
    Fitted {
        objectName: "closed"
        visible: root.sign.dark
        x: root.edge
        y: root.height * 0.56
        width: root.width - 2 * root.edge
        height: root.height * 0.24
        text: qsTr("Quầy tạm nghỉ")
        size: height * 0.6
        weight: "semibold"
        color: Theme.hall_soft
        horizontalAlignment: Text.AlignHCenter
    }
    Rectangle {
        objectName: "plate"
        visible: !root.sign.dark
        x: root.edge
        y: root.headHeight + root.edge / 2
        width: root.width - 2 * root.edge
        height: root.height - y - root.edge - (late.visible ? late.height : 0)
        radius: Theme.radius * 2
        color: root.called ? Theme.hall_call : Theme.hall
        border.color: root.sign.ticket === "" ? Theme.hall_soft : Theme.hall_call
        border.width: Theme.line * 3

        Fitted {
            objectName: "ticket"
            visible: root.sign.ticket !== ""
            anchors.fill: parent
            anchors.margins: root.edge / 2
            text: root.sign.ticket.replace(" ", "\u00a0")
            size: height
            weight: "bold"
            color: root.called ? Theme.on_hall_call : Theme.hall_call
            horizontalAlignment: Text.AlignHCenter
        }
        Fitted {
            objectName: "free"
            visible: root.sign.ticket === ""
            anchors.fill: parent
            anchors.margins: root.edge
            text: qsTr("Mời ông/bà chờ gọi số")
            size: height * 0.34
            weight: "semibold"
            color: Theme.on_hall
            horizontalAlignment: Text.AlignHCenter
        }
    }
    Fitted {
        id: late

        objectName: "late"
        visible: root.sign.cutSince !== ""
        x: root.edge
        y: root.height - height
        width: root.width - 2 * root.edge
        height: root.height * 0.12
        text: qsTr("Chưa cập nhật từ %1").arg(root.sign.cutSince)
        size: height * 0.6
        weight: "semibold"
        color: Theme.hall_soft
        horizontalAlignment: Text.AlignHCenter
    }
}
