import QtQuick
import Screen
import "../parts"

// The rating screen beside a counter: it rests, asks, listens for a reason, thanks.
Rectangle {
    id: root

    required property QtObject rate
    required property QtObject visitor
    readonly property bool tall: height > width
    readonly property real inner: width - 2 * Theme.margin
    readonly property real headHeight: Math.round(height * (tall ? 0.13 : 0.17))

    color: Theme.page

    Banner {
        id: banner

        width: parent.width
        text: root.rate.cut ? qsTr("Mất kết nối – đánh giá vẫn được ghi nhận") : ""
    }
    Item {
        id: room

        x: Theme.margin
        y: banner.height + Theme.margin
        width: root.inner
        height: root.height - y - bar.height - 2 * Theme.margin

        // At rest.
        Item {
            anchors.fill: parent
            visible: root.rate.page === "idle"

            Fitted {
                id: place

                objectName: "center"
                width: parent.width
                height: parent.height * 0.24
                text: root.rate.center.name + "\n" + root.rate.center.commune
                size: Theme.lead
                least: Theme.least * 0.8
                weight: "bold"
                color: Theme.ink_soft
                horizontalAlignment: Text.AlignHCenter
            }
            Rectangle {
                id: card

                anchors.horizontalCenter: parent.horizontalCenter
                y: place.height + Theme.gap
                width: Math.min(parent.width, Theme.mm(root.tall ? 400 : 330))
                height: parent.height * 0.52
                radius: Theme.radius
                color: Theme.tile
                border.color: Theme.tile_line
                border.width: Theme.contrast ? Theme.line * 2 : 0

                Column {
                    anchors.centerIn: parent
                    width: parent.width - 4 * Theme.pad
                    spacing: Theme.gap

                    Fitted {
                        objectName: "desk"
                        width: parent.width
                        height: card.height * 0.38
                        text: qsTr("Quầy %1").arg(root.rate.counter)
                        size: card.height * 0.3
                        weight: "bold"
                        color: Theme.on_tile
                        horizontalAlignment: Text.AlignHCenter
                    }
                    Fitted {
                        objectName: "invitation"
                        width: parent.width
                        height: card.height * 0.42
                        text: qsTr("Mời ông/bà đánh giá sau khi xong việc")
                        size: Theme.title
                        least: Theme.least * 0.8
                        weight: "semibold"
                        color: Theme.on_tile
                        horizontalAlignment: Text.AlignHCenter
                    }
                }
            }
            Fitted {
                y: card.y + card.height + Theme.gap
                width: parent.width
                height: parent.height - y
                text: qsTr("Phản ánh, kiến nghị: gọi %1").arg(root.rate.center.hotline)
                size: Theme.lead
                least: Theme.least * 0.8
                horizontalAlignment: Text.AlignHCenter
            }
        }

        // The question.
        Item {
            anchors.fill: parent
            visible: root.rate.page === "ask"

            Fitted {
                id: question

                objectName: "question"
                width: parent.width
                height: root.headHeight
                text: root.rate.counter > 0 ? qsTr("Ông/bà có hài lòng về quầy %1 không?").arg(root.rate.counter) : qsTr("Ông/bà có hài lòng về trung tâm không?")
                size: Theme.title * 1.15
                least: Theme.least * 0.8
                weight: "bold"
                horizontalAlignment: Text.AlignHCenter
            }
            Fitted {
                id: promise

                y: question.height
                width: parent.width
                height: root.headHeight * (root.tall ? 0.6 : 0.5)
                text: (root.rate.ticket !== "" ? qsTr("Số %1").arg(root.rate.ticket) + "  •  " : "") + qsTr("Chạm một lần là xong, không lưu họ tên")
                size: Theme.body
                least: Theme.least * 0.8
                color: Theme.ink_soft
                horizontalAlignment: Text.AlignHCenter
            }
            Faces {
                y: promise.y + promise.height + Theme.gap
                width: parent.width
                height: parent.height - y
                levels: root.rate.levels
                chosen: root.rate.chosen
                onTapped: value => root.rate.choose(value)
            }
        }

        // What was not good.
        Item {
            width: parent.width
            height: parent.height + bar.height + Theme.margin
            visible: root.rate.page === "reasons"

            Fitted {
                id: why

                objectName: "why"
                width: parent.width
                height: Math.min(root.headHeight, Theme.title * (root.tall ? 4 : 2))
                text: qsTr("Cảm ơn ông/bà. Điều gì chưa tốt? (chọn một hoặc nhiều ô)")
                size: Theme.title
                least: Theme.least * 0.8
                weight: "bold"
                horizontalAlignment: Text.AlignHCenter
            }
            Reasons {
                y: why.height + Theme.gap
                width: parent.width
                height: parent.height - y - buttons.height - Theme.gap
                reasons: root.rate.reasons
                onToggled: id => root.rate.toggle(id)
            }
            Row {
                id: buttons

                anchors.bottom: parent.bottom
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.gap * 2

                BigButton {
                    objectName: "skip"
                    width: (root.inner - 2 * Theme.gap) * (root.tall ? 0.5 : 0.36)
                    height: Theme.primary
                    text: qsTr("Bỏ qua")
                    onTapped: root.rate.skip()
                }
                BigButton {
                    objectName: "send"
                    width: (root.inner - 2 * Theme.gap) * (root.tall ? 0.5 : 0.36)
                    height: Theme.primary
                    kind: "tile"
                    icon: "check"
                    text: qsTr("Gửi")
                    onTapped: root.rate.finish()
                }
            }
        }

        // Thanks, or an apology.
        Column {
            anchors.centerIn: parent
            width: parent.width
            spacing: Theme.gap
            visible: root.rate.page === "thanks" || root.rate.page === "sorry"

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(room.height * 0.4, room.width * 0.5)
                height: width
                radius: width / 2
                color: root.rate.page === "thanks" ? Theme.good : Theme.alarm

                Icon {
                    anchors.centerIn: parent
                    name: root.rate.page === "thanks" ? "check" : "alert-triangle"
                    color: root.rate.page === "thanks" ? Theme.on_good : Theme.on_alarm
                    side: Math.round(parent.width * 0.66)
                }
            }
            Fitted {
                objectName: root.rate.page
                width: parent.width
                height: room.height * 0.24
                text: root.rate.page === "sorry" ? qsTr("Chưa ghi được đánh giá") : qsTr("Xin cảm ơn ông/bà!")
                size: Theme.title * 1.5
                weight: "bold"
                horizontalAlignment: Text.AlignHCenter
            }
            Fitted {
                width: parent.width
                height: room.height * 0.2
                text: root.rate.page === "sorry" ? qsTr("Xin ông/bà báo cán bộ tại quầy.") : qsTr("Ý kiến của ông/bà đã được ghi nhận.")
                size: Theme.lead
                least: Theme.least * 0.8
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
    WishBar {
        id: bar

        x: Theme.margin
        y: root.height - height - Theme.margin
        width: root.inner
        visible: root.rate.page !== "reasons"
        visitor: root.visitor
        onAsked: wish => root.rate.wish(wish)
    }
}
