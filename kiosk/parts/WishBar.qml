import QtQuick
import Screen

// The settings of one person on a screen beside an official: language, size, contrast, voice.
Row {
    id: bar

    required property QtObject visitor
    property bool offerVoice: true
    readonly property var wishes: [
        { "id": "language", "icon": "language", "text": visitor.language === "vi" ? "English" : "Tiếng Việt", "on": false },
        { "id": "large", "icon": "text-size", "text": qsTr("Chữ to"), "on": visitor.large },
        { "id": "contrast", "icon": "contrast", "text": qsTr("Tương phản"), "on": visitor.contrast },
        { "id": "voice", "icon": visitor.voice ? "volume" : "volume-off", "text": qsTr("Nghe"), "on": visitor.voice }
    ].filter(w => w.id !== "voice" || offerVoice)
    readonly property real cell: (width - (wishes.length - 1) * spacing) / wishes.length
    readonly property real iconSide: Math.min(Theme.target * 0.42, cell * 0.2)
    readonly property real letters: Theme.largest(wishes.map(w => w.text.replace(" ", "\u00a0")), cell - iconSide - 2.5 * Theme.pad, height, Theme.body, Theme.least * 0.7, "semibold")

    signal asked(string wish)

    spacing: Theme.gap
    height: Theme.target

    Repeater {
        model: bar.wishes

        Plate {
            id: button

            required property var modelData

            objectName: "wish-" + modelData.id
            width: bar.cell
            height: bar.height
            pressed: area.pressed
            face: modelData.on ? Theme.chosen : Theme.card
            edge: modelData.on ? Theme.chosen : Theme.card_line

            Row {
                anchors.centerIn: parent
                spacing: Theme.pad / 2

                Icon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: button.modelData.on ? "check" : button.modelData.icon
                    color: label.color
                    side: bar.iconSide
                }
                Words {
                    id: label

                    anchors.verticalCenter: parent.verticalCenter
                    text: button.modelData.text
                    size: bar.letters
                    weight: "semibold"
                    color: button.modelData.on ? Theme.on_chosen : Theme.on_card
                }
            }
            Press {
                id: area

                anchors.fill: parent
                onTapped: bar.asked(button.modelData.id)
            }
        }
    }
}
