import QtQuick
import Screen
import "../parts"

// A page of information; `code` adds something to photograph at its side.
Item {
    id: page

    required property QtObject find
    property string code: ""
    readonly property bool wide: width > height * 1.15

    Fitted {
        id: title

        objectName: "card-title"
        width: page.wide ? parent.width - buttons.width - Theme.gap : parent.width
        height: Theme.target
        text: page.find.card.title
        size: Theme.title
        least: Theme.least * 0.7
        weight: "bold"
    }
    FlowPage {
        id: flow

        objectName: "card"
        y: title.height + Theme.gap
        width: parent.width - (picture.visible && page.wide ? picture.width + Theme.gap : 0)
        height: parent.height - y - (page.wide ? 0 : buttons.height + Theme.gap) - (picture.visible && !page.wide ? picture.height + Theme.gap : 0)
        most: page.code === "" && !Theme.large ? 2 : 1
        rows: page.find.card.rows
        onVisibleChanged: flow.page = 0
    }
    Rectangle {
        id: picture

        readonly property real side: page.wide ? Math.min(page.height * 0.5, page.width * 0.3) : Math.min(page.width * 0.5, page.height * 0.26)

        visible: page.code !== ""
        x: page.wide ? parent.width - width : (parent.width - width) / 2
        y: page.wide ? flow.y : flow.y + flow.height + Theme.gap
        width: side
        height: side
        radius: Theme.radius
        color: Theme.qr_light

        Image {
            anchors.centerIn: parent
            sourceSize: Qt.size(parent.width, parent.height)
            source: page.code ? "image://qr/" + page.code : ""
        }
    }
    Row {
        id: buttons

        readonly property real cell: page.wide ? Math.max(Theme.mm(48), page.width * 0.17) : (page.width - Theme.gap) / 2

        x: parent.width - width
        y: page.wide ? 0 : parent.height - height
        width: flow.pages > 1 ? 2 * cell + Theme.gap : page.wide ? cell : page.width
        height: Theme.target
        spacing: Theme.gap

        BigButton {
            objectName: "back"
            width: flow.pages > 1 ? buttons.cell : buttons.width
            height: buttons.height
            text: qsTr("Quay lại")
            icon: "arrow-left"
            least: Theme.least * 0.7
            onTapped: page.find.back()
        }
        BigButton {
            objectName: "more"
            visible: flow.pages > 1
            width: buttons.cell
            height: buttons.height
            text: qsTr("Xem tiếp %1/%2").arg(flow.page % flow.pages + 1).arg(flow.pages)
            least: Theme.least * 0.7
            onTapped: flow.page = (flow.page + 1) % flow.pages
        }
    }
}
