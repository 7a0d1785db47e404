import QtQuick
import Screen
import "../parts"

// One sentence, a few seconds, one button.
Item {
    id: page

    required property var notice
    required property int milliseconds

    signal done

    Icon {
        id: sign

        name: page.notice.icon
        color: Theme.ink
        side: Math.min(page.height * 0.24, Theme.mm(60))
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, (page.height - button.height) * 0.42 - height - title.height / 2)
    }
    Fitted {
        id: title

        objectName: "notice-title"
        y: sign.y + sign.height + Theme.pad
        width: parent.width
        height: Math.min(page.height * 0.24, Theme.title * 4)
        text: page.notice.title
        size: Theme.title
        weight: "bold"
        horizontalAlignment: Text.AlignHCenter
    }
    Fitted {
        objectName: "notice"
        y: title.y + title.height + Theme.pad
        width: Math.min(parent.width, Theme.mm(300))
        x: (parent.width - width) / 2
        height: Math.max(0, Math.min(button.y - y - Theme.pad, Theme.mm(90)))
        text: page.notice.text
        size: Theme.lead
        least: Theme.least * 0.8
        color: Theme.ink_soft
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignTop
    }
    BigButton {
        id: button

        objectName: "done"
        anchors.bottom: parent.bottom
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, Theme.mm(140))
        height: Theme.primary
        kind: "tile"
        text: qsTr("Về trang đầu")
        icon: "home"
        onTapped: page.done()
    }
}
