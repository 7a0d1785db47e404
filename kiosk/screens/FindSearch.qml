import QtQuick
import Screen
import "../parts"

// Typing: the box, what is found with every letter, and the keyboard. A wide panel has the finds beside the keyboard.
Item {
    id: page

    required property QtObject find
    readonly property bool side: width > height * 2
    readonly property bool tall: height > width
    readonly property real keysWidth: side ? 10 * Theme.mm(21) + 9 * Theme.gap : width
    readonly property int keyRows: tall || side ? 5 : 4
    readonly property real keyHeight: Theme.tablet ? (width - 9 * Theme.gap) / 10 : tall ? Math.min(Theme.target * 1.25, Math.max(Theme.target, height * 0.075)) : side ? Math.max(Theme.target, (height - 2 * Theme.target - 6 * Theme.gap) / 5) : Theme.target
    readonly property real keysHeight: keyRows * keyHeight + (keyRows - 1) * Theme.gap
    readonly property real boxWidth: side ? keysWidth : width
    readonly property real button: Theme.tablet ? Theme.mm(26) : Theme.mm(tall ? 40 : 34)
    readonly property real resultsTop: side ? 0 : box.height + Theme.gap + (note.visible ? note.height + Theme.gap : 0)

    BigButton {
        id: backButton

        objectName: "back"
        width: Theme.target * 1.2
        height: box.height
        text: ""
        icon: "arrow-left"
        onTapped: page.find.back()
    }
    Rectangle {
        id: box

        objectName: "typed-box"
        x: backButton.width + Theme.gap
        width: page.boxWidth - x - (more.visible ? more.width + Theme.gap : 0)
        height: Theme.target
        radius: Theme.radius
        color: Theme.card
        border.color: Theme.number_line
        border.width: Theme.line * 2

        Item {
            x: Theme.pad
            width: parent.width - 2 * Theme.pad
            height: parent.height
            clip: true

            Text {
                id: words

                objectName: "typed"
                // The end of a long line is what one is typing.
                x: Math.min(0, parent.width - width - caret.width)
                height: parent.height
                text: page.find.typed
                textFormat: Text.PlainText
                verticalAlignment: Text.AlignVCenter
                color: Theme.on_card
                font.family: Theme.family
                font.weight: Font.Bold
                font.pixelSize: Math.min(Theme.title, box.height * 0.6)
            }
            Rectangle {
                id: caret

                x: words.x + words.width + Theme.line
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.line * 1.5
                height: parent.height * 0.62
                color: Theme.on_card
            }
        }
    }
    BigButton {
        id: more

        objectName: "all-hits"
        visible: page.find.hits.length > 0
        x: page.boxWidth - width
        width: page.button
        height: box.height
        text: qsTr("Xem hết")
        size: Theme.body
        least: Theme.least * 0.6
        onTapped: page.find.openResults()
    }
    Item {
        id: note

        readonly property bool asks: page.find.asks

        visible: page.find.note !== ""
        y: box.height + Theme.gap
        width: page.boxWidth
        height: asks ? Theme.target : page.side ? parent.height - y - page.keysHeight - Theme.gap : Math.min(Theme.lead * 2.7, parent.height - y - page.keysHeight - Theme.gap)

        Fitted {
            objectName: "note"
            width: parent.width - (ask.visible ? ask.width + Theme.gap : 0)
            height: parent.height
            text: page.find.note
            size: Theme.large ? Theme.body : Theme.lead
            least: Theme.least * 0.6
            weight: "semibold"
        }
        BigButton {
            id: ask

            objectName: "ask-official"
            visible: note.asks
            x: parent.width - width
            width: Math.min(parent.width * 0.42, Theme.mm(80))
            height: parent.height
            kind: "guide"
            icon: "bell"
            text: qsTr("Hỏi cán bộ")
            least: Theme.least * 0.6
            onTapped: page.find.askOfficial()
        }
    }
    HitList {
        id: list

        objectName: "hits"
        x: page.side ? page.keysWidth + 2 * Theme.gap : 0
        y: page.resultsTop
        width: page.width - x
        height: page.side ? page.height : page.height - y - page.keysHeight - Theme.gap
        // Under a low ceiling a name is more than two lines of another name's details.
        entries: page.tall || page.side ? page.find.hits : page.find.hits.map(hit => Object.assign({}, hit, { "caption": "" }))
        size: page.tall ? Theme.lead : Theme.tablet && !Theme.large ? Theme.body * 0.9 : Theme.body
        onChosen: code => page.find.openProcedure(code)
    }
    Keyboard {
        objectName: "keyboard"
        y: parent.height - height
        width: page.keysWidth
        height: page.keysHeight
        digitsFirst: page.find.byCode
        onPressed: key => page.find.press(key)
    }
}
