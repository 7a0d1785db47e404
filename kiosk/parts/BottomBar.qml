import QtQuick
import Screen

// What each person may set for themselves, one tap each, always in reach; and the call for help.
Rectangle {
    id: bar

    required property string language
    required property bool large
    required property bool contrast
    required property bool low
    required property bool voice
    property bool helpOnTheWay: false
    property bool offerVoice: true
    readonly property bool offerLow: Theme.reach_height < screenHeight
    required property real screenHeight
    readonly property var buttons: [
        { "id": "language", "icon": "language", "text": language === "vi" ? "English" : "Tiếng Việt", "on": false, "shown": true },
        { "id": "large", "icon": "text-size", "text": qsTr("Chữ to"), "on": large, "shown": true },
        { "id": "contrast", "icon": "contrast", "text": qsTr("Tương phản"), "on": contrast, "shown": true },
        { "id": "low", "icon": "arrow-bar-to-down", "text": qsTr("Hạ thấp"), "on": low, "shown": offerLow },
        { "id": "voice", "icon": voice ? "volume" : "volume-off", "text": qsTr("Nghe"), "on": voice, "shown": offerVoice },
        { "id": "help", "icon": "bell", "text": helpOnTheWay ? qsTr("Cán bộ đang đến") : qsTr("Gọi hỗ trợ"), "on": helpOnTheWay, "shown": true }
    ].filter(b => b.shown)
    readonly property real cell: (width - 2 * Theme.margin - (buttons.length - 1) * Theme.gap) / buttons.length
    readonly property real textSize: Theme.largest(buttons.map(b => b.id === "help" ? b.text : b.text.replace(/ /g, "\u00a0")), cell - 2 * Theme.mm(1.6), Math.min((Theme.large ? Theme.small : Theme.body) * 1.36, height - Theme.mm(6) - iconSide), Theme.large ? Theme.small : Theme.body, Theme.least * 0.8, "semibold")
    readonly property real iconSide: Math.min(Theme.icon * 0.6, height * 0.36)

    signal asked(string wish)

    implicitHeight: Theme.bar_height
    color: Theme.bar

    Repeater {
        model: bar.buttons

        Plate {
            id: button

            required property var modelData
            required property int index

            objectName: "bar-" + modelData.id
            x: Theme.margin + index * (bar.cell + Theme.gap)
            y: Theme.mm(2)
            width: bar.cell
            height: bar.height - 2 * Theme.mm(2)
            pressed: area.pressed
            face: modelData.on ? Theme.chosen : Theme.card
            edge: modelData.on ? Theme.chosen : Theme.card_line

            Column {
                anchors.centerIn: parent
                width: parent.width - Theme.mm(3.2)

                Icon {
                    anchors.horizontalCenter: parent.horizontalCenter
                    name: button.modelData.on && button.modelData.id !== "help" ? "check" : button.modelData.icon
                    color: label.color
                    side: bar.iconSide
                }
                Words {
                    id: label

                    width: parent.width
                    text: button.modelData.text
                    size: bar.textSize
                    weight: "semibold"
                    color: button.modelData.on ? Theme.on_chosen : Theme.on_card
                    horizontalAlignment: Text.AlignHCenter
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
