import QtQuick
import Screen
import "../parts"

// The search, inside a machine's screen: one page at a time, each made once and kept.
Item {
    id: root

    required property QtObject find
    readonly property var pages: ({
            "home": home,
            "search": search,
            "list": list,
            "fields": fields,
            "procedure": procedure,
            "about": about,
            "card": card,
            "dossier": dossier,
            "hall": hall
        })

    Repeater {
        model: ["home", "search", "list", "fields", "procedure", "about", "card", "dossier", "hall"]

        Loader {
            required property string modelData
            readonly property bool current: root.find.page === modelData
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
    Component {
        id: home

        FindHome {
            find: root.find
        }
    }
    Component {
        id: search

        FindSearch {
            find: root.find
        }
    }
    Component {
        id: list

        FindList {
            find: root.find
        }
    }
    Component {
        id: fields

        TakeChoice {
            title: qsTr("Thủ tục theo lĩnh vực")
            subtitle: qsTr("Chọn lĩnh vực để xem các thủ tục")
            entries: root.find.fields
            namePrefix: "find-field"
            onChosen: id => root.find.openField(id)
            onBack: root.find.back()
        }
    }
    Component {
        id: procedure

        FindProcedure {
            find: root.find
        }
    }
    Component {
        id: about

        TakeChoice {
            title: qsTr("Thông tin trung tâm")
            subtitle: qsTr("Giờ làm việc, quầy, lệ phí, hướng dẫn")
            entries: root.find.subjects
            namePrefix: "about"
            onChosen: id => root.find.openCard(id)
            onBack: root.find.back()
        }
    }
    Component {
        id: card

        FindCard {
            find: root.find
        }
    }
    Component {
        id: dossier

        FindCard {
            find: root.find
            code: "https://dichvucong.gov.vn"
        }
    }
    Component {
        id: hall

        FindHall {
            find: root.find
        }
    }
}
