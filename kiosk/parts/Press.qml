import QtQuick
import Screen

// The area of a target: acts on release inside it, once in half a second; keys of a pad or keyboard sooner.
MouseArea {
    id: press

    property bool quick: false
    property string letter: ""  // the key of a keyboard that this is

    signal tapped

    preventStealing: true
    onClicked: {
        if (letter ? Touch.letter(letter) : quick ? Touch.type() : Touch.accept())
            press.tapped();
    }
}
