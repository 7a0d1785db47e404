import QtQuick
import Screen
import "../parts"

// The printer: its state, its slot, the paper that comes out of it, and the ways in which it breaks down.
Rectangle {
    id: root

    required property QtObject paper
    readonly property real edge: width * 0.035
    readonly property var faults: [
        { "id": "paper_out", "name": "paper-out", "text": qsTr("Hết giấy"), "icon": "printer-off" },
        { "id": "near_end", "name": "paper-near-end", "text": qsTr("Sắp hết giấy"), "icon": "receipt" },
        { "id": "cover_open", "name": "cover-open", "text": qsTr("Mở nắp"), "icon": "door-exit" },
        { "id": "cutter_stuck", "name": "cutter-stuck", "text": qsTr("Kẹt dao"), "icon": "scissors" },
        { "id": "silent", "name": "silent", "text": qsTr("Im lặng"), "icon": "plug-connected-x" }
    ]
    readonly property string state_words: has("silent") ? qsTr("Máy in không trả lời") : has("paper_out") ? qsTr("Máy in hết giấy") : has("cover_open") ? qsTr("Nắp đang mở") : has("cutter_stuck") ? qsTr("Dao cắt bị kẹt") : has("near_end") ? qsTr("Máy in sắp hết giấy") : qsTr("Máy in đang sẵn sàng")
    readonly property bool well: paper.faults.length === 0

    function has(fault) {
        return paper.faults.indexOf(fault) >= 0;
    }

    color: Theme.bar

    // The strip: the newest ticket under the slot, older ones below it.
    Item {
        id: strip

        x: root.edge * 2
        y: printer.y + printer.height - printer.height * 0.1
        width: root.width - 4 * root.edge
        height: buttons.y - y - root.edge
        clip: true

        Column {
            id: sheets

            property real slide: 0

            width: parent.width
            y: printer.height * 0.1 - slide
            spacing: root.edge

            Repeater {
                model: root.paper.tickets

                Rectangle {
                    id: sheet

                    required property var modelData
                    required property int index

                    objectName: "ticket-" + index
                    width: sheets.width
                    height: picture.height + root.edge * 1.4
                    color: Theme.qr_light

                    Image {
                        id: picture

                        anchors.centerIn: parent
                        width: parent.width * 0.9
                        height: width * sheet.modelData.height / sheet.modelData.width
                        source: "image://ticket/" + sheet.modelData.number
                        sourceSize.width: Math.round(width)
                        smooth: true
                    }
                    Rectangle {
                        anchors.fill: parent
                        visible: sheet.index > 0
                        color: Theme.bar
                        opacity: 0.3
                    }
                }
            }
        }
        Fitted {
            visible: root.paper.tickets.length === 0
            anchors.fill: parent
            anchors.margins: root.edge * 2
            text: qsTr("Chưa có phiếu nào. Bấm một ô trên màn hình lấy số.")
            size: root.width * 0.055
            least: root.width * 0.03
            color: Theme.ink_soft
            horizontalAlignment: Text.AlignHCenter
        }
    }
    NumberAnimation {
        id: slideOut

        target: sheets
        property: "slide"
        to: 0
        duration: 900
        easing.type: Easing.OutQuad
    }
    Connections {
        target: root.paper

        function onPrinted() {
            const ticket = root.paper.tickets[0];
            sheets.slide = strip.width * 0.9 * ticket.height / ticket.width + root.edge * 2;
            slideOut.restart();
        }
    }

    // The printer's body with its slot.
    Rectangle {
        id: printer

        x: root.edge
        y: root.edge
        width: root.width - 2 * root.edge
        height: root.width * 0.3
        radius: root.edge
        color: Theme.hall

        Icon {
            id: drawing

            x: root.edge
            y: (slot.y - side) / 2
            name: root.well ? "printer" : "printer-off"
            color: root.well ? Theme.on_hall : Theme.hall_call
            side: Math.round(root.width * 0.13)
        }
        Fitted {
            x: drawing.x + drawing.width + root.edge
            width: parent.width - x - root.edge
            height: slot.y * 0.5
            text: qsTr("Máy in phiếu mô phỏng")
            size: root.width * 0.05
            least: root.width * 0.025
            weight: "bold"
            color: Theme.on_hall
            verticalAlignment: Text.AlignBottom
        }
        Fitted {
            objectName: "printer-state"
            x: drawing.x + drawing.width + root.edge
            y: slot.y * 0.5
            width: parent.width - x - root.edge
            height: slot.y * 0.42
            text: root.state_words + "\n" + qsTr("Giấy còn %1 m").arg(root.paper.metres.toFixed(1))
            size: root.width * 0.038
            least: root.width * 0.022
            weight: "semibold"
            color: root.well ? Theme.hall_soft : Theme.hall_call
            verticalAlignment: Text.AlignTop
        }
        Rectangle {
            id: slot

            x: root.edge * 0.6
            y: parent.height * 0.8
            width: parent.width - 2 * x
            height: parent.height * 0.1
            radius: height / 2
            color: Theme.qr_dark
        }
    }

    Grid {
        id: buttons

        x: root.edge
        y: root.height - height - root.edge
        columns: 2
        spacing: root.edge * 0.7

        Repeater {
            model: root.faults

            Plate {
                id: button

                required property var modelData
                readonly property bool on: root.paper.faults.indexOf(modelData.id) >= 0

                objectName: modelData.name
                width: (root.width - 2 * root.edge - buttons.spacing) / 2
                height: root.width * 0.12
                pressed: area.pressed
                face: on ? Theme.alarm : Theme.card
                edge: on ? Theme.alarm_line : Theme.card_line

                Row {
                    anchors.verticalCenter: parent.verticalCenter
                    x: root.edge
                    spacing: root.edge * 0.7

                    Icon {
                        anchors.verticalCenter: parent.verticalCenter
                        name: button.on ? "check" : button.modelData.icon
                        color: label.color
                        side: Math.round(root.width * 0.065)
                    }
                    Words {
                        id: label

                        anchors.verticalCenter: parent.verticalCenter
                        text: button.modelData.text
                        size: root.width * 0.042
                        weight: "semibold"
                        color: button.on ? Theme.on_alarm : Theme.on_card
                    }
                }
                Press {
                    id: area

                    anchors.fill: parent
                    onTapped: root.paper.fault(button.modelData.id)
                }
            }
        }
        BigButton {
            objectName: "paper-in"
            width: (root.width - 2 * root.edge - buttons.spacing) / 2
            height: root.width * 0.12
            kind: "guide"
            icon: "refresh"
            text: qsTr("Thay giấy")
            size: root.width * 0.042
            least: root.width * 0.03
            onTapped: root.paper.new_roll()
        }
    }
}
