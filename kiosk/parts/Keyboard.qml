import QtQuick
import Screen

// A Vietnamese keyboard without Shift: letters, finished letters and tone marks for who knows no Telex, one key more
// for digits. Twelve keys a row where that leaves 20 mm each, ten on a tall panel, and as large as it gets on a tablet.
Item {
    id: keyboard

    property bool digits: false
    property bool digitsFirst: false
    readonly property bool tall: height > width * 0.42
    readonly property var hats: ["ă", "â", "đ", "ê", "ô", "ơ", "ư"].map(letter => ({ "key": letter, "special": true }))
    readonly property var tones: [
        { "key": "\u0301", "text": "á", "under": "sắc", "special": true },
        { "key": "\u0300", "text": "à", "under": "huyền", "special": true },
        { "key": "\u0309", "text": "ả", "under": "hỏi", "special": true },
        { "key": "\u0303", "text": "ã", "under": "ngã", "special": true },
        { "key": "\u0323", "text": "ạ", "under": "nặng", "special": true }
    ]
    readonly property var numbers: "1234567890.-".split("").map(sign => ({ "key": sign, "special": true }))
    readonly property var back: ({ "key": "back", "icon": "backspace", "special": true })
    readonly property var clear: ({ "key": "clear", "text": qsTr("Xoá hết"), "special": true })
    readonly property var space: ({ "key": "space", "text": qsTr("dấu cách") })
    readonly property var turn: ({ "key": "digits", "text": digits ? "ăâđ" : "123", "special": true })
    readonly property var rows: tall ? tallRows : Theme.tablet ? tabletRows : wideRows
    readonly property var wideRows: [
        digits ? numbers : hats.concat(tones),
        [...letters("qwertyuiop"), wide(back, 2)],
        [...letters("asdfghjkl"), wide(clear, 3)],
        [wide(turn, 2), ...letters("zxcvbnm"), wide(space, 3)]
    ]
    readonly property var tabletRows: [
        digits ? numbers : hats.concat(tones),
        letters("qwertyuiop"),
        [...letters("asdfghjkl"), back],
        [turn, ...letters("zxcvbnm"), wide(space, 2)]
    ]
    readonly property var tallRows: [
        digits ? numbers.slice(0, 5).map(key => wide(key, 2)) : [...hats, wide(clear, 3)],
        digits ? numbers.slice(5, 12).concat(wide(clear, 3)) : tones.map(key => wide(key, 2)),
        letters("qwertyuiop"),
        [...letters("asdfghjkl"), back],
        [wide(turn, 1.5), ...letters("zxcvbnm"), wide(space, 1.5)]
    ]
    readonly property real keyHeight: (height - (rows.length - 1) * Theme.gap) / rows.length

    signal pressed(string key)

    function letters(text) {
        return text.split("").map(letter => ({ "key": letter }));
    }
    function wide(key, units) {
        return Object.assign({}, key, { "units": units });
    }
    function act(key) {
        if (key === "digits")
            keyboard.digits = !keyboard.digits;
        keyboard.pressed(key);
    }

    onVisibleChanged: digits = digitsFirst

    Column {
        spacing: Theme.gap

        Repeater {
            model: keyboard.rows

            Row {
                id: row

                required property var modelData
                readonly property real units: modelData.reduce((sum, key) => sum + (key.units ?? 1), 0)
                // A key of several units also has the gaps between them.
                readonly property real unit: (keyboard.width + Theme.gap) / units

                spacing: Theme.gap

                Repeater {
                    model: row.modelData

                    KeyCap {
                        required property var modelData

                        objectName: "key-" + modelData.key
                        width: row.unit * (modelData.units ?? 1) - Theme.gap
                        height: keyboard.keyHeight
                        key: modelData.key
                        text: modelData.text ?? modelData.key
                        under: modelData.under ?? ""
                        icon: modelData.icon ?? ""
                        special: modelData.special ?? false
                        size: keyboard.keyHeight * ((modelData.text ?? "").length > 2 ? 0.3 : 0.52)
                        onTapped: key => keyboard.act(key)
                    }
                }
            }
        }
    }
}
