import QtQuick
import Screen
import "../parts"

// A pad for the PIN; keys of 20 mm at least, the digits shown as dots.
Item {
    id: page

    required property QtObject operator
    readonly property bool wide: width > height * 1.15
    readonly property real padHeight: wide ? height : Math.min(height * 0.62, Theme.mm(150))
    readonly property real padWidth: Math.min(wide ? width * 0.5 : width, padHeight * 1.1)
    readonly property real keyHeight: (padHeight - 3 * Theme.gap) / 4
    readonly property real keyWidth: (padWidth - 2 * Theme.gap) / 3

    signal back

    Item {
        id: left

        width: page.wide ? page.width - page.padWidth - 2 * Theme.gap : page.width
        height: page.wide ? page.height : page.height - page.padHeight - Theme.gap

        Icon {
            id: sign

            y: page.wide ? 0 : Math.max(0, (backButton.y - height - words.height - dots.height - 2 * Theme.gap) / 2)
            name: "lock"
            color: Theme.ink
            side: Math.min(Theme.mm(24), parent.height * 0.2)
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Fitted {
            id: words

            objectName: "pin-text"
            y: sign.y + sign.height + Theme.gap
            width: parent.width
            height: Math.min(Theme.lead * 4, parent.height * 0.34)
            text: page.operator.pinText
            size: Theme.lead
            least: Theme.least * 0.8
            weight: "bold"
            horizontalAlignment: Text.AlignHCenter
        }
        Row {
            id: dots

            y: words.y + words.height + Theme.gap
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gap

            Repeater {
                model: 8

                Rectangle {
                    required property int index

                    width: Theme.mm(6)
                    height: width
                    radius: width / 2
                    color: index < page.operator.digits ? Theme.ink : Theme.page
                    border.color: Theme.ink
                    border.width: Theme.line
                }
            }
        }
        BigButton {
            id: backButton

            objectName: "back"
            anchors.bottom: parent.bottom
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width, page.padWidth)
            height: Theme.primary
            text: qsTr("Quay lại")
            icon: "arrow-left"
            onTapped: page.back()
        }
    }
    Grid {
        x: page.wide ? page.width - page.padWidth : (page.width - page.padWidth) / 2
        anchors.bottom: parent.bottom
        columns: 3
        spacing: Theme.gap

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "back", "0", "enter"]

            BigButton {
                required property string modelData

                objectName: "key-" + modelData
                width: page.keyWidth
                height: page.keyHeight
                quick: true
                size: Theme.title
                kind: modelData === "enter" ? "tile" : "card"
                text: modelData === "back" || modelData === "enter" ? "" : modelData
                icon: modelData === "back" ? "backspace" : modelData === "enter" ? "check" : ""
                onTapped: page.operator.press(modelData)
            }
        }
    }
}
