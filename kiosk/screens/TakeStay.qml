import QtQuick
import Screen
import "../parts"

// Nobody has touched the screen for a while: more time, or the end. Twenty seconds to answer.
Item {
    id: page

    readonly property bool wide: width > height * 1.15

    signal moreTime
    signal finished

    Fitted {
        id: title

        y: Theme.portrait ? page.height * 0.18 : 0
        width: parent.width
        height: Math.min(page.height * 0.3, Theme.title * 3)
        text: qsTr("Ông/bà cần thêm thời gian không?")
        size: Theme.title
        weight: "bold"
        horizontalAlignment: Text.AlignHCenter
    }
    Countdown {
        id: countdown

        y: title.y + title.height + Theme.gap
        width: parent.width
        part: 1

        NumberAnimation on part {
            from: 1
            to: 0
            duration: 20000
            running: page.visible
        }
    }
    BigButton {
        id: more

        objectName: "more-time"
        y: countdown.y + countdown.height + 2 * Theme.gap
        width: page.wide ? (parent.width - Theme.gap) / 2 : parent.width
        height: Math.min(Theme.mm(70), page.wide ? page.height - y : (page.height - y - Theme.gap) / 2)
        kind: "tile"
        text: qsTr("Tôi cần thêm thời gian")
        icon: "hourglass"
        onTapped: page.moreTime()
    }
    BigButton {
        objectName: "finish"
        x: page.wide ? more.width + Theme.gap : 0
        y: page.wide ? more.y : more.y + more.height + Theme.gap
        width: more.width
        height: more.height
        text: qsTr("Tôi đã xong")
        icon: "check"
        onTapped: page.finished()
    }
}
