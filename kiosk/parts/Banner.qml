import QtQuick
import Screen

// One line across the page about the state of things; takes no room when there is nothing to say.
Rectangle {
    id: banner

    property string text: ""
    property string icon: "plug-connected-x"
    property bool alarm: false

    implicitHeight: text ? Math.max(Theme.mm(11), words.implicitHeight + Theme.pad) : 0
    visible: text !== ""
    color: alarm ? Theme.alarm : Theme.notice

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: banner.alarm ? Theme.alarm_line : Theme.notice_line
    }
    Icon {
        id: sign

        name: banner.icon
        color: words.color
        side: Math.min(Theme.mm(9), banner.height * 0.8)
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
    }
    Words {
        id: words

        objectName: "banner"
        anchors.verticalCenter: parent.verticalCenter
        x: sign.x + Theme.mm(9) + Theme.pad
        width: parent.width - x - Theme.margin
        text: banner.text
        size: Math.min(Theme.small, Theme.mm(9.8))
        weight: "semibold"
        color: banner.alarm ? Theme.on_alarm : Theme.on_notice
    }
}
