import QtQuick
import Screen

// Up to eight tiles that share one size of words; more go to a further page, reached by a tile that says so.
Item {
    id: grid

    required property var entries
    property real tallest: height
    property int page: 0
    property string moreText: ""
    property string namePrefix: "field"
    readonly property var plan: width > 0 && height > 0 ? Tiles.plan(entries, width, height, tallest, Theme.large, Theme.contrast, moreText) : ({ "per_page": 1, "columns": 1, "width": 1, "height": 1, "title": 10, "caption": 0, "beside": true, "pages": 1, "used": 0 })
    readonly property int pages: plan.pages
    readonly property real used: plan.used
    readonly property var shown: entries.slice((page % pages) * plan.per_page, (page % pages + 1) * plan.per_page)

    readonly property var nothing: ({ "id": "", "title": "", "caption": "", "icon": "", "kind": "tile", "closed": true })

    signal chosen(string id)

    onEntriesChanged: if (page >= pages)
        page = 0
    onVisibleChanged: page = 0

    // The next person begins at the first tiles, even if the last one only turned the page and left.
    Timer {
        interval: 30000
        running: grid.page > 0
        onTriggered: grid.page = 0
    }

    Repeater {
        // By number, so that a tile under a finger stays when another field opens or closes meanwhile.
        model: grid.shown.length

        Tile {
            required property int index
            readonly property var modelData: grid.shown[index] ?? grid.nothing

            objectName: grid.namePrefix + "-" + modelData.id
            x: (index % grid.plan.columns) * (grid.plan.width + Theme.gap)
            y: Math.floor(index / grid.plan.columns) * (grid.plan.height + Theme.gap)
            width: grid.plan.width
            height: grid.plan.height
            title: modelData.title
            caption: modelData.caption
            icon: modelData.icon
            kind: modelData.kind
            closed: modelData.closed
            beside: grid.plan.beside
            titleSize: grid.plan.title
            captionSize: grid.plan.caption
            onTapped: grid.chosen(modelData.id)
        }
    }
    Tile {
        objectName: grid.namePrefix + "-more"
        visible: grid.pages > 1
        x: (grid.plan.per_page % grid.plan.columns) * (grid.plan.width + Theme.gap)
        y: Math.floor(grid.plan.per_page / grid.plan.columns) * (grid.plan.height + Theme.gap)
        width: grid.plan.width
        height: grid.plan.height
        title: grid.moreText
        caption: (grid.page % grid.pages + 1) + " / " + grid.pages
        icon: "arrow-right"
        kind: "card"
        beside: grid.plan.beside
        titleSize: grid.plan.title
        captionSize: grid.plan.caption
        onTapped: grid.page = (grid.page + 1) % grid.pages
    }
}
