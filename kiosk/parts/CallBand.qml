import QtQuick
import Screen

// The newest call, black on yellow; flashes twice a second for three seconds when it is announced.
Rectangle {
    id: band

    required property string ticket
    required property int counter
    property bool lit: true
    readonly property bool stacked: width < height * 2
    readonly property color words: lit ? Theme.on_hall_call : Theme.hall_call
    readonly property real numberWidth: stacked ? width - 2 * Theme.margin : width * 0.53 - Theme.margin
    readonly property real numberHeight: stacked ? height * 0.54 : height
    readonly property real asideWidth: stacked ? width - 2 * Theme.margin : width - numberWidth - 3 * Theme.margin
    readonly property real asideHeight: stacked ? height * 0.44 : height * 0.9

    function announce() {
        flashes.left = 12;
        band.lit = false;
        flashes.restart();
    }

    objectName: "newest"
    radius: Theme.radius * 2
    color: lit ? Theme.hall_call : Theme.hall
    border.color: Theme.hall_call
    border.width: Theme.line * 3

    // At most three flashes a second are safe for people with photosensitive epilepsy (WCAG 2.3.1); this is two.
    Timer {
        id: flashes

        property int left: 0

        interval: 250
        repeat: true
        onTriggered: {
            left -= 1;
            band.lit = left % 2 === 1 || left <= 0;
            if (left <= 0)
                stop();
        }
    }
    Text {
        id: number

        objectName: "newest-ticket"
        text: band.ticket
        color: band.words
        textFormat: Text.PlainText
        font.family: Theme.family
        font.weight: Font.Bold
        font.pixelSize: Theme.largest(["M\u00a0888", text.replace(" ", "\u00a0")], band.numberWidth, 100000, band.numberHeight * (band.stacked ? 1.06 : 0.98), 20, "bold")
        horizontalAlignment: Text.AlignHCenter
        x: band.stacked ? (band.width - width) / 2 : Theme.margin + (band.numberWidth - width) / 2
        y: band.stacked ? (band.numberHeight - height) / 2 + Theme.gap : (band.height - height) / 2
    }
    Column {
        x: band.stacked ? (band.width - width) / 2 : number.x + number.width + (band.width - number.x - number.width - width) / 2
        y: band.stacked ? band.numberHeight + (band.height - band.numberHeight - height) / 2 - Theme.gap : (band.height - height) / 2

        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: !band.stacked
            text: qsTr("mời đến")
            size: band.asideHeight * 0.18
            weight: "semibold"
            color: band.words
            // The accents of a capital Ầ stand above its line.
            bottomPadding: band.asideHeight * 0.03
        }
        Text {
            objectName: "newest-counter"
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("QUẦY %1").arg(band.counter)
            color: band.words
            textFormat: Text.PlainText
            font.family: Theme.family
            font.weight: Font.Bold
            font.pixelSize: Theme.largest([text.replace(" ", "\u00a0")], band.asideWidth, 100000, band.asideHeight * (band.stacked ? 0.52 : 0.4), 16, "bold")
        }
        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            //: The second language of the hall: English on the Vietnamese screen, Vietnamese on the English one.
            text: qsTr("Counter %1").arg(band.counter)
            size: band.asideHeight * (band.stacked ? 0.2 : 0.15)
            weight: "semibold"
            color: band.words
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
