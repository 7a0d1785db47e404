import QtQuick
import Screen

// Procedures to choose one from, as many as fit; `page` turns by buttons that stand elsewhere.
Item {
    id: list

    required property var entries
    property real size: Theme.tablet && !Theme.large ? Theme.body * 0.9 : Theme.lead
    readonly property real small: Theme.large ? Theme.small * 0.8 : Theme.tablet ? Theme.least * 0.88 : Theme.least
    property int page: 0
    readonly property var plan: Flow.stack(entries, width, height, size, small)
    readonly property int pages: Math.max(1, plan.pages.length)
    readonly property var shown: plan.pages[page % pages] ?? []

    signal chosen(string code)

    onEntriesChanged: page = 0

    Repeater {
        // By number: the rows stay while their words change, so that a letter typed costs no new items.
        model: list.shown.length

        Plate {
            id: hit

            required property int index
            readonly property var place: list.shown[index] ?? ({ "index": -1, "y": 0, "height": 0 })
            readonly property var entry: list.entries[place.index] ?? ({ "id": "", "title": "", "caption": "" })

            objectName: "hit-" + entry.id
            y: place.y
            width: list.width
            height: place.height
            pressed: area.pressed

            Column {
                x: Theme.pad
                width: parent.width - 3 * Theme.pad - arrow.width
                anchors.verticalCenter: parent.verticalCenter

                Words {
                    width: parent.width
                    text: hit.entry.title
                    size: Math.round(list.plan.size)
                    weight: "bold"
                    color: Theme.on_card
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: hit.entry.caption
                    size: Math.round(list.plan.caption)
                    color: Theme.contrast ? Theme.on_card : Theme.ink_soft
                }
            }
            Icon {
                id: arrow

                anchors.verticalCenter: parent.verticalCenter
                anchors.right: parent.right
                anchors.rightMargin: Theme.pad
                name: "arrow-right"
                color: Theme.on_card
                side: Math.round(Theme.icon * 0.6)
            }
            Press {
                id: area

                anchors.fill: parent
                onTapped: list.chosen(hit.entry.id)
            }
        }
    }
}
