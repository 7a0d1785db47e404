<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
    <context>
        <name>CallBand</name>
        <message>
            <source>mời đến</source>
            <translation>please come to</translation>
        </message>
        <message>
            <source>QUẦY %1</source>
            <translation>COUNTER %1</translation>
        </message>
        <message>
            <source>Counter %1</source>
            <extracomment>The second language of the hall: English on the Vietnamese screen, Vietnamese on the English one.</extracomment>
            <translation>Quầy %1</translation>
        </message>
    </context>
    <context>
        <name>CallRows</name>
        <message>
            <source>Quầy %1</source>
            <translation>Counter %1</translation>
        </message>
    </context>
    <context>
        <name>Hall</name>
        <message>
            <source>Mời ông/bà lấy số và ngồi chờ</source>
            <translation>Please take a number and have a seat</translation>
        </message>
        <message>
            <source>Số được gọi sẽ hiện tại đây và đọc trên loa</source>
            <translation>Your number will be shown here and called aloud</translation>
        </message>
        <message>
            <source>Trung tâm đang nghỉ</source>
            <translation>The center is closed</translation>
        </message>
        <message>
            <source>Màn hình chưa cập nhật từ %1. Mời ông/bà nghe cán bộ gọi số.</source>
            <translation>Not updated since %1. Please listen for your number.</translation>
        </message>
        <message>
            <source>Màn hình đang kết nối. Mời ông/bà nghe cán bộ gọi số.</source>
            <translation>Connecting. Please listen for your number.</translation>
        </message>
        <message>
            <source>Đường dây nóng %1</source>
            <translation>Hotline %1</translation>
        </message>
    </context>
    <context>
        <name>WaitingList</name>
        <message>
            <source>Đang chờ</source>
            <translation>Waiting</translation>
        </message>
        <message numerus="yes">
            <source>%n người</source>
            <translation>
                <numerusform>%n person</numerusform>
                <numerusform>%n people</numerusform>
            </translation>
        </message>
    </context>
</TS>
