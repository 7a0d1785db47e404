import QtQuick
import Screen

// One key: a letter, or words for what it does; a tone shows itself on an a, with its name below.
Plate {
    id: cap

    required property string key
    property string text: key
    property string under: ""
    property string icon: ""
    property bool special: false
    property real size: height * 0.52

    signal tapped(string key)

    pressed: area.pressed
    face: special ? Theme.bar : Theme.card
    facePressed: Theme.card_pressed
    edge: Theme.card_line

    Icon {
        anchors.centerIn: parent
        visible: cap.icon !== ""
        name: cap.icon
        color: Theme.on_card
        side: Math.round(Math.min(cap.width, cap.height) * 0.55)
    }
    Text {
        visible: cap.icon === ""
        anchors.horizontalCenter: parent.horizontalCenter
        y: cap.under ? cap.height * 0.3 - height / 2 : (cap.height - height) / 2
        text: cap.text
        color: Theme.on_card
        textFormat: Text.PlainText
        font.family: Theme.family
        font.weight: Font.Bold
        font.pixelSize: Math.max(8, Math.min(cap.size, cap.text.length > 1 ? cap.width * 1.5 / cap.text.length : cap.width * 0.8) * (cap.under ? 0.82 : 1))
    }
    Text {
        visible: cap.under !== ""
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: cap.height * 0.05
        text: cap.under
        color: Theme.on_card
        textFormat: Text.PlainText
        font.family: Theme.family
        font.weight: Font.DemiBold
        font.pixelSize: Math.max(8, Math.min(cap.height * 0.27, cap.width * 0.27))
    }
    Press {
        id: area

        anchors.fill: parent
        letter: cap.key
        onTapped: cap.tapped(cap.key)
    }
}
