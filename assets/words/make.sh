#!/bin/sh
# Brings the English of take, operator and find up to date with their pages: ./make.sh [folder of the pyside6 tools]
# What is new appears in the .ts files as unfinished; write the English there and run this again.
set -eu
cd "$(dirname "$0")"
tools=${1:-../../.venv/bin}
"$tools/pyside6-lupdate" -silent -noobsolete -locations none -source-language vi_VN -target-language en_US \
    ../../kiosk/ticket_paper.py ../../kiosk/notices.py ../../kiosk/operator.py \
    ../../kiosk/phrases.py ../../screen/equipment.py \
    ../../kiosk/screens/Take*.qml ../../kiosk/screens/Operator*.qml ../../kiosk/parts/BottomBar.qml -ts take_en.ts
"$tools/pyside6-lrelease" -silent take_en.ts -qm take_en.qm
"$tools/pyside6-lupdate" -silent -noobsolete -locations none -source-language vi_VN -target-language en_US \
    ../../kiosk/find.py ../../kiosk/search_box.py ../../kiosk/choices.py ../../kiosk/checklist_paper.py \
    ../../kiosk/leaflets.py ../../kiosk/center_cards.py \
    ../../kiosk/screens/Find*.qml ../../kiosk/parts/Keyboard.qml -ts find_en.ts
"$tools/pyside6-lrelease" -silent find_en.ts -qm find_en.qm
