import QtQuick
import Screen

// One level of the scale: a face and its words; stays sunk while its tap is being kept.
Plate {
    id: face

    required property string name
    required property string look
    required property real letters
    property bool chosen: false
    property real lettersHeight: 0
    property bool beside: false
    readonly property bool asIt: Theme.contrast
    readonly property color words: Theme.meaning("on_face", asIt)
    readonly property real side: beside ? Math.min(height - 2 * Theme.pad, width * 0.3) : Math.min(width * 0.66, height - lettersHeight - 3 * Theme.pad)

    signal tapped

    pressed: area.pressed || chosen
    face: Theme.meaning("face_" + look, asIt)
    facePressed: Theme.face_pressed
    edge: chosen ? Theme.focus : Theme.contrast ? Theme.on_face : color

    Icon {
        id: drawing

        name: "face-" + face.look
        color: face.words
        side: Math.max(0, Math.round(face.side))
        x: face.beside ? Theme.pad * 2 : (face.width - side) / 2
        y: face.beside ? (face.height - side) / 2 : (face.height - side - face.lettersHeight) / 2.4
    }
    Words {
        id: label

        objectName: "face-words-" + face.look
        x: face.beside ? drawing.x + drawing.width + Theme.pad : Theme.pad
        width: face.width - x - Theme.pad
        y: face.beside ? (face.height - height) / 2 : drawing.y + drawing.height + (face.height - drawing.y - drawing.height - height) / 2.2
        text: face.name
        size: face.letters
        weight: "bold"
        color: face.words
        horizontalAlignment: face.beside ? Text.AlignLeft : Text.AlignHCenter
    }
    Press {
        id: area

        anchors.fill: parent
        onTapped: face.tapped()
    }
}
