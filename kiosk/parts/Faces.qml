import QtQuick
import Screen

// The scale: side by side on a wide screen, one below the other on a tall one.
Item {
    id: faces

    required property var levels
    property int chosen: -1
    readonly property bool beside: height > width * 0.9
    readonly property int count: Math.max(1, levels.length)
    readonly property real wide: beside ? width : (width - (count - 1) * Theme.gap) / count
    readonly property real high: beside ? Math.min((height - (count - 1) * Theme.gap) / count, width * 0.34) : Math.min(height, wide * 1.5)
    readonly property real above: (height - (beside ? count * high + (count - 1) * Theme.gap : high)) / 2
    readonly property real letters: Theme.largest(levels.map(l => l.name), beside ? wide * 0.66 - 4 * Theme.pad : wide - 2 * Theme.pad, beside ? high - 2 * Theme.pad : high * 0.4, Theme.large ? Theme.title * 1.1 : Theme.lead * 1.25, Theme.least * 0.8, "bold")
    readonly property real lettersHeight: Math.max(...levels.map(l => Theme.text_height(l.name, letters, "bold", wide - 2 * Theme.pad)))

    signal tapped(int value)

    Repeater {
        model: faces.levels

        Face {
            required property var modelData
            required property int index

            objectName: "face-" + modelData.value
            x: faces.beside ? 0 : index * (faces.wide + Theme.gap)
            y: faces.above + (faces.beside ? index * (faces.high + Theme.gap) : 0)
            width: faces.wide
            height: faces.high
            name: modelData.name
            look: modelData.face
            beside: faces.beside
            letters: faces.letters
            lettersHeight: faces.lettersHeight
            chosen: faces.chosen === modelData.value
            onTapped: faces.tapped(modelData.value)
        }
    }
}
