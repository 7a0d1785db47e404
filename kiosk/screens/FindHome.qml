import QtQuick
import Screen
import "../parts"

// Where a search begins: the box to type into, what happens in a life, and the other ways in.
Item {
    id: home

    required property QtObject find
    readonly property bool wide: width > height * 1.15
    readonly property var ways: [
        { "id": "fields", "icon": "list-check", "text": qsTr("Theo lĩnh vực") },
        { "id": "essential", "icon": "star", "text": qsTr("25 dịch vụ thiết yếu") },
        { "id": "code", "icon": "keyboard", "text": qsTr("Theo mã số") },
        { "id": "dossier", "icon": "file-text", "text": qsTr("Tra cứu hồ sơ") },
        { "id": "about", "icon": "info-circle", "text": qsTr("Thông tin trung tâm") }
    ]
    readonly property bool row: wide && (!Theme.large || Theme.tablet)
    readonly property int across: row ? 5 : 3
    readonly property int lines: row ? 1 : 2
    readonly property real wayHeight: wide ? Theme.target * (row ? 1.1 : 1) : Theme.primary
    readonly property real letters: Theme.largest(ways.map(w => w.text), (width - 4 * Theme.gap) / across - 2 * Theme.pad - (wide ? 0 : Theme.icon), wayHeight - Theme.pad, Theme.large ? Theme.body : Theme.lead, Theme.least * 0.6, "bold")

    function go(way) {
        switch (way) {
        case "fields":
            home.find.openFields();
            break;
        case "essential":
            home.find.openEssential();
            break;
        case "code":
            home.find.openCode();
            break;
        case "dossier":
            home.find.openCard("dossier");
            break;
        case "about":
            home.find.openAbout();
            break;
        }
    }

    Plate {
        id: box

        objectName: "find-box"
        width: parent.width - backButton.width - Theme.gap
        height: Theme.primary
        pressed: touch.pressed
        edge: Theme.number_line
        border.width: Theme.line * 2

        Icon {
            id: glass

            x: Theme.pad
            anchors.verticalCenter: parent.verticalCenter
            name: "search"
            color: Theme.on_card
            side: Math.min(Theme.icon, parent.height * 0.6)
        }
        Fitted {
            x: glass.x + glass.width + Theme.pad
            width: parent.width - x - Theme.pad
            height: parent.height - Theme.pad
            anchors.verticalCenter: parent.verticalCenter
            text: qsTr("Gõ việc cần làm, ví dụ: sổ đỏ")
            size: Theme.lead
            least: Theme.least * 0.8
            weight: "semibold"
            color: Theme.on_card
        }
        Press {
            id: touch

            anchors.fill: parent
            onTapped: home.find.openSearch()
        }
    }
    BigButton {
        id: backButton

        objectName: "back"
        x: parent.width - width
        width: Math.max(Theme.mm(50), home.width * (home.wide ? 0.17 : 0.27))
        height: box.height
        text: home.find.firstPage ? qsTr("Lấy số") : qsTr("Quay lại")
        icon: home.find.firstPage ? "ticket" : "arrow-left"
        kind: home.find.firstPage ? "guide" : "card"
        least: Theme.least * 0.8
        onTapped: home.find.back()
    }
    Fitted {
        id: question

        y: box.height + (visible ? Theme.gap : 0)
        width: parent.width
        height: visible ? size * 1.35 : 0
        visible: !Theme.tablet
        text: qsTr("Hoặc chọn việc ông/bà đang cần")
        size: Theme.large ? Theme.small : Theme.lead
        least: Theme.least * 0.8
        weight: "bold"
    }
    TileGrid {
        id: grid

        y: question.y + question.height + Theme.gap
        width: parent.width
        height: parent.height - y - others.height - 2 * Theme.gap
        tallest: home.wide ? height : Math.max(Theme.mm(46), home.height * 0.165)
        entries: home.find.events
        moreText: qsTr("Việc khác")
        namePrefix: "event"
        onChosen: id => home.find.openEvent(id)
    }
    Item {
        id: others

        y: home.wide ? parent.height - height : grid.y + Math.min(grid.used, grid.height) + 2 * Theme.gap
        width: parent.width
        height: home.lines * (home.wayHeight + Theme.gap) - Theme.gap

        Repeater {
            model: home.ways

            BigButton {
                required property var modelData
                required property int index
                readonly property int line: Math.floor(index / home.across)
                readonly property int inLine: line === 0 ? Math.min(home.across, 5) : 5 - home.across
                readonly property real cell: (home.width - (inLine - 1) * Theme.gap) / inLine

                objectName: "way-" + modelData.id
                x: (index % home.across) * (cell + Theme.gap)
                y: line * (home.wayHeight + Theme.gap)
                width: cell
                height: home.wayHeight
                text: modelData.text
                icon: home.wide ? "" : modelData.icon
                size: home.letters
                least: Theme.least * 0.6
                onTapped: home.go(modelData.id)
            }
        }
    }
}
