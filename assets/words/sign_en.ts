<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
    <context>
        <name>Sign</name>
        <message>
            <source>QUẦY %1</source>
            <translation>COUNTER %1</translation>
        </message>
        <message>
            <source>Quầy tạm nghỉ</source>
            <translation>Counter closed for now</translation>
        </message>
        <message>
            <source>Mời ông/bà chờ gọi số</source>
            <translation>Please wait for your number</translation>
        </message>
        <message>
            <source>Chưa cập nhật từ %1</source>
            <translation>Not up to date since %1</translation>
        </message>
    </context>
</TS>
