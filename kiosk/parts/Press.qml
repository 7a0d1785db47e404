import QtQuick
import Screen

// The area of a target: acts on release inside it, once in half a second.
MouseArea {
    id: press

    property bool quick: false

    signal tapped

    preventStealing: true
    onClicked: {
        if (quick ? Touch.type() : Touch.accept())
            press.tapped();
    }
}
