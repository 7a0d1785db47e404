import QtQuick
import Screen
import "../parts"

// This machine cannot be opened. People are sent to the desk; the sentence below is for whoever puts it right.
Rectangle {
    id: page

    required property string sentence

    color: Theme.page

    Icon {
        id: sign

        name: "ticket"
        color: Theme.ink
        side: Math.min(page.height * 0.2, Theme.mm(60))
        anchors.horizontalCenter: parent.horizontalCenter
        y: page.height * 0.14
    }
    Fitted {
        id: title

        objectName: "trouble"
        x: Theme.margin
        y: sign.y + sign.height + Theme.gap
        width: parent.width - 2 * Theme.margin
        height: page.height * 0.14
        text: "Máy đang tạm nghỉ"
        size: Theme.title
        weight: "bold"
        horizontalAlignment: Text.AlignHCenter
    }
    Fitted {
        x: Theme.margin
        y: title.y + title.height
        width: parent.width - 2 * Theme.margin
        height: page.height * 0.2
        text: "Xin mời ông/bà lấy số tại quầy hướng dẫn.\nPlease ask at the guidance desk."
        size: Theme.lead
        least: Theme.least
        horizontalAlignment: Text.AlignHCenter
    }
    Rectangle {
        x: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        width: parent.width - 2 * Theme.margin
        height: page.height * 0.22
        radius: Theme.radius
        color: Theme.card

        Fitted {
            objectName: "sentence"
            anchors.fill: parent
            anchors.margins: Theme.pad
            text: page.sentence
            size: Theme.small
            least: Theme.least * 0.5
            color: Theme.on_card
        }
    }
}
