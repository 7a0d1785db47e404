import QtQuick
import Screen

// A long answer on cards side by side, page by page: headings, papers with boxes to tick, sentences, a month.
Item {
    id: flow

    required property var rows
    property var month: ({})
    property int page: 0
    property int most: Theme.large ? 1 : 2
    // Two columns where the page is wide and one would not hold it all.
    readonly property bool whole: Flow.plan(rows, width - 2 * Theme.pad, height - 2 * Theme.pad, 1, size, small).length < 2
    readonly property int columns: most > 1 && width > height * 1.25 && !whole ? 2 : 1
    // A tablet is read from nearer.
    property real size: Theme.tablet && !Theme.large ? Theme.least : Theme.body
    readonly property real small: Theme.large ? size * 0.72 : Theme.tablet ? size * 0.88 : Math.min(Theme.least, size)
    readonly property real frame: (width - (columns - 1) * Theme.gap) / columns
    readonly property var plan: Flow.plan(rows, frame - 2 * Theme.pad, height - 2 * Theme.pad, columns, size, small)
    readonly property int pages: Math.max(1, plan.length)
    readonly property var shown: plan[page % pages] ?? []

    onRowsChanged: if (page >= pages)
        page = 0

    Repeater {
        model: Math.max(1, ...flow.shown.map(row => row.column + 1))

        Rectangle {
            required property int index

            x: index * (flow.frame + Theme.gap)
            width: flow.frame
            height: flow.height
            radius: Theme.radius
            color: Theme.card
            border.width: Theme.contrast ? Theme.line : 0
            border.color: Theme.card_line
        }
    }
    Repeater {
        model: flow.shown

        Item {
            id: row

            required property var modelData
            readonly property string kind: modelData.kind
            readonly property real letters: Math.round(kind === "heading" ? flow.size * 1.04 : kind === "quiet" ? flow.small : flow.size)

            x: modelData.column * (flow.frame + Theme.gap) + Theme.pad
            y: modelData.y + Theme.pad
            width: flow.frame - 2 * Theme.pad
            height: modelData.height

            Rectangle {
                visible: row.kind === "heading" && row.modelData.y > 0
                y: -flow.size * 0.45
                width: parent.width
                height: Math.max(1, Theme.line / 2)
                color: Theme.closed_line
                opacity: Theme.contrast ? 1 : 0.4
            }
            Icon {
                visible: row.kind === "heading"
                anchors.verticalCenter: words.verticalCenter
                name: row.kind === "heading" ? row.modelData.icon : ""
                color: Theme.contrast ? Theme.on_card : Theme.tile
                side: Math.round(flow.size * 1.3)
            }
            Rectangle {
                visible: row.kind === "check"
                y: (flow.size * 1.3 - height) / 2
                width: Math.round(flow.size)
                height: width
                radius: Theme.radius / 3
                color: Theme.card
                border.color: Theme.on_card
                border.width: Theme.line * 1.4
            }
            Icon {
                visible: row.kind === "no"
                y: (flow.size * 1.3 - side) / 2
                name: row.kind === "no" ? "x" : ""
                color: Theme.contrast ? Theme.on_card : Theme.danger
                side: Math.round(flow.size)
            }
            Words {
                id: words

                visible: row.kind !== "calendar"
                x: row.modelData.indent
                width: parent.width - x
                text: row.modelData.text
                size: row.letters
                weight: row.kind === "heading" || row.kind === "strong" ? "bold" : "regular"
                color: row.kind === "heading" && !Theme.contrast ? Theme.tile : row.kind === "quiet" && !Theme.contrast ? Theme.ink_soft : Theme.on_card
            }
            Words {
                visible: text !== "" && row.kind !== "calendar"
                x: row.modelData.indent
                y: words.height
                width: parent.width - x
                text: row.modelData.note ?? ""
                size: Math.round(flow.small)
                color: Theme.contrast ? Theme.on_card : Theme.ink_soft
            }
            Loader {
                active: row.kind === "calendar"
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(parent.width, parent.height * 1.5)
                height: parent.height
                sourceComponent: month
            }
        }
    }
    Component {
        id: month

        Calendar {
            month: flow.month
        }
    }
}
