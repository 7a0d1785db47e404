import QtQuick
import Screen
import "../parts"

// The first page: a field is one tap; a priority is one tap before it.
Item {
    id: home

    required property QtObject take
    required property bool lowered
    // A wide page keeps the tiles at the left and the rest in a column beside them.
    readonly property bool side: width > height * 1.95
    readonly property real sideWidth: side ? width * 0.29 : 0
    readonly property var figures: [
        { "label": qsTr("Đang chờ"), "value": take.live.waiting },
        { "label": qsTr("Dự kiến chờ"), "value": take.live.wait || "–" },
        { "label": qsTr("Quầy đang mở"), "value": take.live.counters || qsTr("chưa mở") }
    ]
    readonly property real tallest: Theme.portrait && !lowered ? Math.max(Theme.mm(50), height * 0.155) : height
    readonly property real stripHeight: Theme.large ? Theme.strip_height * 1.15 : Theme.strip_height
    // The way to the search stands beside the priority, or below it where the page is tall.
    readonly property bool paired: !side && width > height
    readonly property real below: side ? 0 : (paired ? 1 : 2) * (stripHeight + Theme.gap) + Theme.live_height + Theme.gap

    Column {
        id: heading

        width: home.width - (home.side ? home.sideWidth + 2 * Theme.gap : 0)

        Fitted {
            width: parent.width
            height: size * 1.35
            text: qsTr("Bấm để LẤY SỐ – chọn lĩnh vực")
            size: Theme.title
            least: Theme.lead * 0.7
            weight: "bold"
        }
        Words {
            visible: home.take.hasReader && Theme.portrait && !home.lowered && !Theme.large
            width: parent.width
            text: qsTr("hoặc đưa mã QR trên thẻ Căn cước vào ô quét")
            size: Theme.body
            color: Theme.ink_soft
            bottomPadding: Theme.pad
        }
    }
    TileGrid {
        id: grid

        objectName: "fields"
        y: heading.height + Theme.gap
        width: heading.width
        height: home.height - y - home.below
        tallest: home.tallest
        entries: home.take.fields
        moreText: qsTr("Lĩnh vực khác")
        onChosen: id => home.take.take(id)
    }
    Tile {
        id: strip

        readonly property real full: home.side ? home.sideWidth : home.paired ? (home.width - Theme.gap) * 0.54 : home.width

        objectName: "priority"
        x: home.side ? home.width - home.sideWidth : 0
        y: home.side ? home.height - height : grid.y + Math.min(grid.used, grid.height) + Theme.gap
        width: full
        height: home.side ? Math.min(home.height * 0.32, Theme.mm(54)) : home.stripHeight
        kind: "priority"
        icon: "wheelchair"
        beside: !home.side || Theme.tablet
        title: home.side ? qsTr("SỐ ƯU TIÊN") : qsTr("Người cao tuổi, khuyết tật, có con nhỏ: SỐ ƯU TIÊN")
        caption: home.side ? qsTr("người cao tuổi, khuyết tật, có con nhỏ") : qsTr("Bấm ô này trước khi chọn lĩnh vực")
        titleSize: Theme.largest([title], width - 3 * Theme.pad - (beside ? Theme.icon : 0), home.side ? height * 0.4 : height - 2 * Theme.pad - captionSize * 1.3, Theme.lead, Theme.least * 0.8, "bold")
        captionSize: Theme.large || Theme.tablet ? 0 : Theme.least
        onTapped: home.take.choosePriority()
    }
    Tile {
        id: search

        readonly property bool named: !Theme.tablet && !Theme.large

        objectName: "find"
        x: home.side ? strip.x : home.paired ? strip.x + strip.width + Theme.gap : 0
        y: home.side ? strip.y - Theme.gap - height : home.paired ? strip.y : strip.y + strip.height + Theme.gap
        width: home.paired ? home.width - x : strip.width
        height: home.side ? Math.max(Theme.target, Math.min(home.height * 0.27, Theme.mm(44))) : home.stripHeight
        kind: "card"
        icon: "search"
        title: home.paired || home.side ? qsTr("Tra cứu thủ tục") : qsTr("Tra cứu thủ tục, in giấy tờ cần mang")
        caption: home.paired || home.side ? qsTr("giấy tờ cần mang, thời hạn") : qsTr("xem thời hạn, lệ phí, nơi nộp")
        titleSize: Theme.largest([title], width - 3 * Theme.pad - Theme.icon, height - 2 * Theme.pad - captionSize * 1.4, Theme.lead, Theme.least * 0.7, "bold")
        captionSize: named ? Theme.least : 0
        onTapped: home.take.openFind()
    }
    LiveLine {
        readonly property real above: home.paired ? strip.y + strip.height + Theme.gap : search.y + search.height + Theme.gap
        readonly property real room: home.height - above

        x: home.side ? home.width - home.sideWidth : 0
        y: home.side ? 0 : room > Theme.mm(45) ? above + Theme.gap : above
        width: home.side ? home.sideWidth : home.width
        height: home.side ? home.height - strip.height - search.height - 2 * Theme.gap : room > Theme.mm(45) ? Math.min(room - Theme.gap, Theme.mm(60)) : room
        waitingText: qsTr("Đang chờ %1").arg(home.take.live.waiting)
        waitText: home.take.live.wait ? qsTr("dự kiến %1").arg(home.take.live.wait) : ""
        countersText: home.take.live.counters ? qsTr("Quầy mở: %1").arg(home.take.live.counters) : qsTr("Chưa có quầy mở")
        figures: home.figures
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.gap
        visible: home.take.busy
        color: Theme.page
        opacity: 0.92
        objectName: "busy"

        Column {
            anchors.centerIn: parent
            spacing: Theme.pad

            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "ticket"
                color: Theme.ink
                side: Theme.mm(24)
            }
            Words {
                text: qsTr("Đang lấy số…")
                size: Theme.title
                weight: "bold"
            }
        }
        MouseArea {
            anchors.fill: parent
        }
    }
}
