import QtQuick
import Screen

// Who we are and what time it is. Holding the upper left corner for three seconds is the operator's way in.
Rectangle {
    id: header

    required property string center
    required property string commune
    required property string clock
    required property string date
    property bool operatorDoor: true

    signal operatorAsked

    implicitHeight: Theme.header_height
    color: Theme.header

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.line
        color: Theme.on_header
        visible: Theme.contrast
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.margin
        width: parent.width - times.width - 3 * Theme.margin

        Fitted {
            width: parent.width
            height: (header.height - Theme.gap) * (Theme.tablet ? 1 : 0.52)
            text: Theme.tablet ? header.center + " – " + header.commune : header.center
            size: Theme.tablet ? Theme.small : Theme.lead
            least: Theme.least * 0.7
            weight: "bold"
            color: Theme.on_header
        }
        Fitted {
            visible: !Theme.tablet
            width: parent.width
            height: (header.height - Theme.gap) * 0.48
            text: header.commune
            size: Theme.body
            color: Theme.on_header
        }
    }
    Column {
        id: times

        anchors.verticalCenter: parent.verticalCenter
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin

        Words {
            anchors.right: parent.right
            text: header.clock
            size: Math.min(Theme.title, header.height * (Theme.tablet ? 0.7 : 0.45))
            weight: "bold"
            color: Theme.on_header
        }
        Words {
            anchors.right: parent.right
            visible: !Theme.tablet
            text: header.date
            size: Math.min(Theme.body, header.height * 0.3)
            color: Theme.on_header
        }
    }
    MouseArea {
        objectName: "operator-door"
        width: Theme.mm(30)
        height: parent.height
        enabled: header.operatorDoor
        pressAndHoldInterval: 3000
        onPressAndHold: header.operatorAsked()
    }
}
