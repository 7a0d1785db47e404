import QtQuick
import Screen

// The body of anything that can be pressed; sinks at once under the finger.
Rectangle {
    property bool pressed: false
    property color face: Theme.card
    property color facePressed: Theme.card_pressed
    property color edge: Theme.card_line

    radius: Theme.radius
    color: pressed ? facePressed : face
    border.color: edge
    border.width: Theme.line
    scale: pressed ? 0.97 : 1
    antialiasing: true
}
