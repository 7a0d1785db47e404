import QtQuick
import Screen
import "../parts"

// Procedures to choose one from, on pages turned by a button; above them, marked, the province's sentence if there is one.
Item {
    id: page

    required property QtObject find
    readonly property var listed: find.listed
    readonly property bool wide: width > height * 1.15

    Column {
        id: heading

        width: page.wide ? parent.width - buttons.width - Theme.gap : parent.width

        Fitted {
            objectName: "list-title"
            width: parent.width
            height: size * 1.35
            text: page.listed.title
            size: Theme.title
            least: Theme.least * 0.8
            weight: "bold"
        }
        Fitted {
            width: parent.width
            height: Theme.body * 1.4
            text: page.listed.subtitle
            size: Theme.large ? Theme.small : Theme.body
            least: Theme.least * 0.7
            color: Theme.ink_soft
        }
    }
    Rectangle {
        id: said

        visible: page.listed.said !== ""
        y: (page.wide ? Math.max(heading.height, buttons.height) : heading.height) + Theme.gap
        width: parent.width
        height: visible ? Math.min(page.height * 0.36, Theme.text_height(page.listed.said, Math.round(Theme.body), "regular", width - 2 * Theme.pad) + mark.height + 2 * Theme.pad) : 0
        radius: Theme.radius
        color: Theme.notice
        border.color: Theme.notice_line
        border.width: Theme.line

        Fitted {
            id: mark

            x: Theme.pad
            y: Theme.pad / 2
            width: parent.width - 2 * Theme.pad
            height: Theme.least * 1.5
            text: qsTr("Câu diễn giải tự động, chỉ để dễ hiểu. Giấy tờ và thời hạn xem ở từng thủ tục bên dưới.")
            size: Theme.least
            least: Theme.least * 0.6
            weight: "semibold"
            color: Theme.on_notice
        }
        Fitted {
            id: sentence

            objectName: "said"
            x: Theme.pad
            y: mark.y + mark.height
            width: parent.width - 2 * Theme.pad
            height: parent.height - y - Theme.pad / 2
            text: page.listed.said
            size: Theme.body
            least: Theme.least * 0.6
            color: Theme.on_notice
        }
    }
    HitList {
        id: list

        objectName: "list"
        y: said.visible ? said.y + said.height + Theme.gap : said.y
        width: parent.width
        height: parent.height - y - (page.wide ? 0 : buttons.height + Theme.gap)
        entries: page.listed.rows
        onChosen: code => page.find.openProcedure(code)
    }
    Row {
        id: buttons

        readonly property real cell: page.wide ? Math.max(Theme.mm(48), page.width * 0.17) : (page.width - Theme.gap) / 2

        x: parent.width - width
        y: page.wide ? 0 : parent.height - height
        width: list.pages > 1 ? 2 * cell + Theme.gap : page.wide ? cell : page.width
        height: Theme.target
        spacing: Theme.gap

        BigButton {
            objectName: "back"
            width: list.pages > 1 ? buttons.cell : buttons.width
            height: buttons.height
            text: qsTr("Quay lại")
            icon: "arrow-left"
            least: Theme.least * 0.7
            onTapped: page.find.back()
        }
        BigButton {
            objectName: "more"
            visible: list.pages > 1
            width: buttons.cell
            height: buttons.height
            text: qsTr("Xem tiếp %1/%2").arg(list.page % list.pages + 1).arg(list.pages)
            least: Theme.least * 0.7
            onTapped: list.page = (list.page + 1) % list.pages
        }
    }
}
