import QtQuick
import Screen
import "../parts"

// One procedure: what to bring, where, how long, how much, what comes of it; its list on paper, and a number for it.
Item {
    id: page

    required property QtObject find
    readonly property var procedure: find.procedure
    readonly property bool wide: width > height * 1.15
    readonly property bool trouble: find.paper !== "" && find.paper !== "printing" && find.paper !== "printed"
    readonly property var actions: [
        { "id": "back", "text": qsTr("Quay lại"), "icon": "arrow-left", "kind": "card", "shown": true },
        { "id": "more", "text": qsTr("Xem tiếp %1/%2").arg(flow.page % flow.pages + 1).arg(flow.pages), "icon": "arrow-right", "kind": "card", "shown": flow.pages > 1 },
        { "id": "print", "text": find.paper === "printing" ? qsTr("Đang in…") : find.paper === "printed" ? qsTr("Xin lấy giấy") : qsTr("In danh sách"), "icon": find.paper === "printed" ? "check" : "printer", "kind": "tile", "shown": find.canPrint },
        { "id": "take", "text": qsTr("Lấy số làm thủ tục này"), "icon": "ticket", "kind": "guide", "shown": find.canTake }
    ].filter(a => a.shown)
    readonly property int across: wide ? actions.length : 2
    // Room for the page-turning button is kept even where there is nothing to turn: else the pages would depend on it.
    readonly property int lines: wide ? 1 : Math.ceil((2 + (find.canPrint ? 1 : 0) + (find.canTake ? 1 : 0)) / 2)
    readonly property real cell: (width - (across - 1) * Theme.gap) / across
    readonly property real letters: Theme.largest(actions.map(a => a.text), cell - 3 * Theme.pad - Math.min(Theme.icon, cell * 0.2), Theme.primary - Theme.pad, Theme.large ? Theme.body : Theme.lead, Theme.least * 0.6, "bold")

    function act(id) {
        switch (id) {
        case "back":
            page.find.back();
            break;
        case "more":
            flow.page = (flow.page + 1) % flow.pages;
            break;
        case "print":
            page.find.printChecklist();
            break;
        case "take":
            page.find.takeNumber();
            break;
        }
    }

    Fitted {
        id: title

        objectName: "procedure-title"
        width: parent.width
        height: Math.min(page.height * 0.22, Math.max(Theme.text_height(text, Math.round(Theme.large ? Theme.body : Theme.title), "bold", width), Theme.title))
        text: page.procedure.title
        size: Theme.large ? Theme.body : Theme.title
        least: Theme.least * 0.6
        weight: "bold"
    }
    Rectangle {
        id: notice

        visible: page.trouble
        y: title.height + Theme.gap
        width: parent.width
        height: visible ? Math.min(Theme.mm(44), page.height * 0.3) : 0
        radius: Theme.radius
        color: Theme.notice
        border.color: Theme.notice_line
        border.width: Theme.line

        Image {
            id: code

            x: Theme.pad
            anchors.verticalCenter: parent.verticalCenter
            sourceSize: Qt.size(parent.height - Theme.pad, parent.height - Theme.pad)
            source: page.trouble && page.find.portal ? "image://qr/" + page.find.portal : ""
        }
        Fitted {
            objectName: "paper-trouble"
            x: code.x + code.width + Theme.pad
            width: parent.width - x - Theme.pad
            height: parent.height
            text: page.trouble ? page.find.paper : ""
            size: Theme.lead
            least: Theme.least * 0.6
            weight: "bold"
            color: Theme.on_notice
        }
    }
    FlowPage {
        id: flow

        objectName: "answers"
        y: (notice.visible ? notice.y + notice.height : title.height) + Theme.gap
        width: parent.width
        height: parent.height - y - page.lines * (Theme.primary + Theme.gap)
        rows: page.procedure.rows
        month: page.procedure.month
        onVisibleChanged: flow.page = 0
    }
    Item {
        id: buttons

        y: parent.height - height
        width: parent.width
        height: page.lines * (Theme.primary + Theme.gap) - Theme.gap

        Repeater {
            model: page.actions.length

            BigButton {
                required property int index
                readonly property var action: page.actions[index] ?? ({ "id": "", "text": "", "icon": "", "kind": "card" })
                readonly property int line: Math.floor(index / page.across)
                readonly property int inLine: Math.min(page.across, page.actions.length - line * page.across)
                readonly property real share: (page.width - (inLine - 1) * Theme.gap) / inLine

                objectName: action.id === "back" ? "back" : "procedure-" + action.id
                x: (index % page.across) * (share + Theme.gap)
                y: line * (Theme.primary + Theme.gap)
                width: share
                height: Theme.primary
                text: action.text
                icon: action.icon
                kind: action.kind
                size: page.letters
                least: Theme.least * 0.6
                onTapped: page.act(action.id)
            }
        }
    }
}
