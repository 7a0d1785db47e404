import QtQuick
import Screen

// The calls before the newest one: as many rows as have letters large enough for the last seat, two at least.
Item {
    id: grid

    required property var calls
    required property real seatMetres
    property int most: 8
    // 6 mm of capital height per metre; a capital of the typeface is 0.74 em high.
    readonly property real least: Theme.mm(6 * seatMetres) / 0.74
    readonly property var plan: width > 0 && height > 0 ? layOut(width, height) : ({ "columns": 1, "count": 2, "wide": 1, "high": 1, "letters": 10 })

    function lettersIn(wide, high) {
        return Theme.largest(["M\u00a0888\u00a0" + qsTr("Quầy %1").arg(88).replace(" ", "\u00a0")], wide - 2 * Theme.margin, 100000, high * 0.88, 8, "bold");
    }
    function layOut(width, height) {
        let best = null;
        for (let columns = 1; columns <= 2; columns++) {
            for (let lines = 1; lines * columns <= most && lines <= 6; lines++) {
                const wide = (width - (columns - 1) * Theme.gap) / columns;
                const high = (height - (lines - 1) * Theme.gap) / lines;
                const tried = { "columns": columns, "count": lines * columns, "wide": wide, "high": high, "letters": lettersIn(wide, high) };
                const legible = tried.letters >= least;
                const better = best === null || (legible && best.letters < least) || (legible && Math.min(tried.count, 4) > Math.min(best.count, 4)) || (legible === (best.letters >= least) && Math.min(tried.count, 4) >= Math.min(best.count, 4) && tried.letters * Math.min(tried.count, 5) > best.letters * Math.min(best.count, 5));
                if (better)
                    best = tried;
            }
        }
        return best;
    }

    Repeater {
        model: grid.calls.slice(0, grid.plan.count)

        Rectangle {
            id: row

            required property var modelData
            required property int index

            objectName: "row-" + index
            x: Math.floor(index % grid.plan.columns) * (grid.plan.wide + Theme.gap)
            y: Math.floor(index / grid.plan.columns) * (grid.plan.high + Theme.gap)
            width: grid.plan.wide
            height: grid.plan.high
            radius: Theme.radius
            color: Theme.hall_row

            Text {
                objectName: "row-ticket-" + row.index
                anchors.left: parent.left
                anchors.leftMargin: Theme.margin
                anchors.verticalCenter: parent.verticalCenter
                text: row.modelData.ticket
                color: Theme.on_hall_row
                textFormat: Text.PlainText
                font.family: Theme.family
                font.weight: Font.Bold
                font.pixelSize: grid.plan.letters
            }
            Text {
                objectName: "row-counter-" + row.index
                anchors.right: parent.right
                anchors.rightMargin: Theme.margin
                anchors.verticalCenter: parent.verticalCenter
                text: qsTr("Quầy %1").arg(row.modelData.counter)
                color: Theme.on_hall_row
                textFormat: Text.PlainText
                font.family: Theme.family
                font.weight: Font.DemiBold
                font.pixelSize: grid.plan.letters * 0.9
            }
        }
    }
}
