import QtQuick
import Screen
import "../parts"

// The kiosk's screen: header, a page, and the bar with everybody's own settings. Pages are made once and kept.
Rectangle {
    id: root

    required property QtObject take
    required property QtObject visitor
    required property QtObject operator
    required property QtObject find
    // On a tablet the keyboard needs the room of header and bar; the arrow beside the box brings them back.
    readonly property bool typing: Theme.tablet && take.page === "find" && find.page === "search"
    readonly property bool forOperator: take.page === "pin" || take.page === "operator"
    // In low reach everything that can be pressed is within this height from the lower edge.
    readonly property bool lowered: Theme.low && Theme.reach_height < height && !forOperator
    readonly property real floor: lowered ? height - Theme.reach_height : (typing ? 0 : header.height) + banner.height

    color: Theme.page

    Header {
        id: header

        width: parent.width
        center: root.take.center.name
        commune: root.take.center.commune
        clock: root.take.clock.clock
        date: root.take.clock.date
        visible: !root.typing
        operatorDoor: !root.forOperator
        onOperatorAsked: root.take.openOperatorDoor()
    }
    Banner {
        id: banner

        y: root.typing ? 0 : header.height
        width: parent.width
        text: root.take.live.banner
    }
    TakeAbove {
        objectName: "above"
        visible: root.lowered
        y: header.height + banner.height
        width: parent.width
        height: Math.max(0, root.floor - y)
        take: root.take
    }
    Item {
        id: room

        x: Theme.margin
        y: root.floor + Theme.gap
        width: parent.width - 2 * Theme.margin
        height: parent.height - y - (root.forOperator || root.typing ? Theme.gap : bar.height + Theme.gap)

        Repeater {
            model: ["home", "classes", "fields", "find", "result", "notice", "closed", "stay", "pin", "operator"]

            Loader {
                id: loader

                required property string modelData
                readonly property bool current: root.take.page === modelData
                property bool wanted: false

                anchors.fill: parent
                visible: current
                active: wanted
                onCurrentChanged: if (current)
                    wanted = true
                Component.onCompleted: if (current)
                    wanted = true
                sourceComponent: root.pages[modelData]
            }
        }
    }
    BottomBar {
        id: bar

        anchors.bottom: parent.bottom
        width: parent.width
        visible: !root.forOperator && !root.typing
        language: root.visitor.language
        large: root.visitor.large
        contrast: root.visitor.contrast
        low: root.visitor.low
        voice: root.visitor.voice
        helpOnTheWay: root.take.live.help
        screenHeight: root.height
        onAsked: wish => root.take.wish(wish)
    }

    readonly property var pages: ({
            "home": home,
            "classes": classes,
            "fields": fields,
            "find": findPages,
            "result": result,
            "notice": notice,
            "closed": closed,
            "stay": stay,
            "pin": pin,
            "operator": operatorPage
        })

    Component {
        id: home

        TakeHome {
            take: root.take
            lowered: root.lowered
        }
    }
    Component {
        id: classes

        TakeChoice {
            title: qsTr("Ông/bà thuộc diện nào?")
            subtitle: qsTr("Chọn một ô, sau đó chọn lĩnh vực. Cán bộ xem giấy tờ tại quầy.")
            entries: root.take.classes
            namePrefix: "class"
            onChosen: id => root.take.chooseClass(id)
            onBack: root.take.home()
        }
    }
    Component {
        id: fields

        TakeChoice {
            title: root.take.cardRead ? qsTr("Đã đọc thẻ – xin chọn lĩnh vực") : qsTr("Chọn lĩnh vực")
            subtitle: root.take.chosenClass ? qsTr("Diện ưu tiên: %1").arg(root.take.chosenClass) : qsTr("Số thứ tự thường. Không lưu thông tin trên thẻ.")
            entries: root.take.fields
            onChosen: id => root.take.take(id)
            onBack: root.take.home()
        }
    }
    Component {
        id: findPages

        Find {
            find: root.find
        }
    }
    Component {
        id: result

        TakeResult {
            take: root.take
            patient: Theme.large
        }
    }
    Component {
        id: notice

        TakeNotice {
            notice: root.take.notice
            milliseconds: root.take.stayMs
            onDone: root.take.closeNotice()
        }
    }
    Component {
        id: closed

        TakeClosed {
            take: root.take
        }
    }
    Component {
        id: stay

        TakeStay {
            onMoreTime: root.take.needMoreTime()
            onFinished: root.visitor.leave()
        }
    }
    Component {
        id: pin

        OperatorPin {
            operator: root.operator
            onBack: root.take.home()
        }
    }
    Component {
        id: operatorPage

        Operator {
            operator: root.operator
        }
    }
}
