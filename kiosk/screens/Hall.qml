import QtQuick
import Screen
import "../parts"

// The hall: the newest call, the calls before it, who waits, and one line of news.
Rectangle {
    id: page

    required property var hall
    readonly property bool tall: height > width
    readonly property real edge: Math.round(Math.min(width, height) * 0.032)
    readonly property real between: Math.round(Math.min(width, height) * 0.018)
    readonly property real headHeight: Math.round(height * (tall ? 0.085 : 0.11))
    readonly property real footHeight: Math.round(height * (tall ? 0.07 : 0.095))
    readonly property real bodyTop: headHeight + between
    readonly property real bodyHeight: height - bodyTop - footHeight - 2 * between
    readonly property real bandHeight: Math.round(bodyHeight * (tall ? 0.33 : 0.42))
    readonly property real listWidth: tall ? width - 2 * edge : Math.round((width - 2 * edge) * 0.28)
    readonly property real listHeight: tall ? Math.round(bodyHeight * 0.3) : bodyHeight - bandHeight - between

    color: Theme.hall

    Connections {
        target: page.hall

        function onAnnounced() {
            band.announce();
        }
    }

    // Whose place this is, and the time.
    Item {
        x: page.edge
        width: page.width - 2 * page.edge
        height: page.headHeight

        Column {
            anchors.left: parent.left
            anchors.right: times.left
            anchors.rightMargin: page.edge
            anchors.bottom: parent.bottom
            spacing: 0

            Fitted {
                objectName: "center"
                width: parent.width
                height: page.headHeight * 0.53
                text: page.hall.commune
                size: page.headHeight * 0.42
                weight: "bold"
                color: Theme.on_hall
            }
            Fitted {
                width: parent.width
                height: page.headHeight * 0.36
                text: page.hall.center
                size: page.headHeight * 0.26
                weight: "semibold"
                color: Theme.hall_soft
            }
        }
        Column {
            id: times

            anchors.right: parent.right
            anchors.bottom: parent.bottom

            Words {
                objectName: "clock"
                anchors.right: parent.right
                text: page.hall.clock
                size: page.headHeight * 0.42
                weight: "bold"
                color: Theme.on_hall
            }
            Words {
                anchors.right: parent.right
                text: page.hall.date
                size: page.headHeight * 0.24
                weight: "semibold"
                color: Theme.hall_soft
            }
        }
    }

    // Somebody is called, or was a short while ago.
    Item {
        visible: page.hall.page === "calls"
        x: page.edge
        y: page.bodyTop
        width: page.width - 2 * page.edge
        height: page.bodyHeight

        CallBand {
            id: band

            width: parent.width
            height: page.bandHeight
            ticket: page.hall.ticket
            counter: page.hall.counter
        }
        CallRows {
            y: page.bandHeight + page.between
            width: page.tall ? parent.width : parent.width - page.listWidth - page.between
            height: page.tall ? parent.height - y - page.listHeight - page.between : parent.height - y
            calls: page.hall.rows
            seatMetres: page.hall.seat_metres
            most: page.tall ? 6 : 8
        }
        WaitingList {
            x: parent.width - width
            y: parent.height - height
            width: page.listWidth
            height: page.listHeight
            fields: page.hall.fields
            waiting: page.hall.waiting
        }
    }

    // Open, and nobody is called.
    Item {
        visible: page.hall.page === "idle"
        x: page.edge
        y: page.bodyTop
        width: page.width - 2 * page.edge
        height: page.bodyHeight

        Rectangle {
            width: parent.width
            height: page.bandHeight
            radius: Theme.radius * 2
            color: Theme.hall
            border.color: Theme.hall_call
            border.width: Theme.line * 3

            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * page.edge
                spacing: page.between * 0.5

                Fitted {
                    objectName: "welcome"
                    width: parent.width
                    height: page.bandHeight * 0.5
                    text: qsTr("Mời ông/bà lấy số và ngồi chờ")
                    size: page.bandHeight * 0.25
                    weight: "bold"
                    color: Theme.hall_call
                    horizontalAlignment: Text.AlignHCenter
                }
                Fitted {
                    width: parent.width
                    height: page.bandHeight * 0.26
                    text: qsTr("Số được gọi sẽ hiện tại đây và đọc trên loa")
                    size: page.bandHeight * 0.13
                    weight: "semibold"
                    color: Theme.on_hall
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
        WaitingList {
            y: page.bandHeight + page.between
            width: parent.width
            height: parent.height - y
            fields: page.hall.fields
            waiting: page.hall.waiting
        }
    }

    // Closed.
    Column {
        visible: page.hall.page === "closed"
        anchors.centerIn: parent
        width: page.width - 4 * page.edge
        spacing: page.between

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "clock"
            color: Theme.hall_call
            side: page.bodyHeight * 0.14
        }
        Fitted {
            objectName: "closed"
            width: parent.width
            height: page.bodyHeight * (page.tall ? 0.16 : 0.18)
            text: qsTr("Trung tâm đang nghỉ")
            size: page.bodyHeight * 0.13
            weight: "bold"
            color: Theme.hall_call
            horizontalAlignment: Text.AlignHCenter
        }
        Fitted {
            visible: page.hall.opens !== ""
            width: parent.width
            height: page.bodyHeight * 0.13
            text: page.hall.opens
            size: page.bodyHeight * 0.07
            weight: "bold"
            color: Theme.on_hall
            horizontalAlignment: Text.AlignHCenter
        }
        Item {
            width: 1
            height: page.between
        }
        Repeater {
            model: page.hall.hours

            Fitted {
                required property var modelData

                width: parent.width
                height: page.bodyHeight * (page.tall ? 0.09 : 0.08)
                text: modelData.label + ":  " + modelData.value
                size: page.bodyHeight * 0.048
                weight: "semibold"
                color: Theme.hall_soft
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }

    // One line of news, or the word that this screen is behind.
    Rectangle {
        objectName: page.hall.cut ? "stale" : "ticker"
        y: page.height - height
        width: page.width
        height: page.footHeight
        color: page.hall.cut ? Theme.alarm : Theme.hall

        Icon {
            id: sign

            visible: page.hall.cut
            x: page.edge
            anchors.verticalCenter: parent.verticalCenter
            name: "plug-connected-x"
            color: Theme.on_alarm
            side: page.footHeight * 0.6
        }
        Fitted {
            x: page.edge + (sign.visible ? sign.width + page.between : 0)
            width: page.width - x - page.edge
            height: parent.height
            text: page.hall.cut ? (page.hall.cut_since !== "" ? qsTr("Màn hình chưa cập nhật từ %1. Mời ông/bà nghe cán bộ gọi số.").arg(page.hall.cut_since) : qsTr("Màn hình đang kết nối. Mời ông/bà nghe cán bộ gọi số.")) : page.hall.ticker !== "" ? page.hall.ticker : qsTr("Đường dây nóng %1").arg(page.hall.hotline)
            size: page.footHeight * 0.46
            least: page.footHeight * 0.26
            weight: "bold"
            color: page.hall.cut ? Theme.on_alarm : Theme.hall_ticker
        }
    }
}
