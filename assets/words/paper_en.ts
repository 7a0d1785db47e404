<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
    <context>
        <name>Paper</name>
        <message>
            <source>Hết giấy</source>
            <translation>Paper out</translation>
        </message>
        <message>
            <source>Sắp hết giấy</source>
            <translation>Paper low</translation>
        </message>
        <message>
            <source>Mở nắp</source>
            <translation>Cover open</translation>
        </message>
        <message>
            <source>Kẹt dao</source>
            <translation>Knife stuck</translation>
        </message>
        <message>
            <source>Im lặng</source>
            <translation>Silent</translation>
        </message>
        <message>
            <source>Máy in không trả lời</source>
            <translation>The printer does not answer</translation>
        </message>
        <message>
            <source>Máy in hết giấy</source>
            <translation>The printer is out of paper</translation>
        </message>
        <message>
            <source>Nắp đang mở</source>
            <translation>The cover is open</translation>
        </message>
        <message>
            <source>Dao cắt bị kẹt</source>
            <translation>The knife is stuck</translation>
        </message>
        <message>
            <source>Máy in sắp hết giấy</source>
            <translation>The printer is low on paper</translation>
        </message>
        <message>
            <source>Máy in đang sẵn sàng</source>
            <translation>The printer is ready</translation>
        </message>
        <message>
            <source>Chưa có phiếu nào. Bấm một ô trên màn hình lấy số.</source>
            <translation>No ticket yet. Touch a field on the kiosk.</translation>
        </message>
        <message>
            <source>Máy in phiếu mô phỏng</source>
            <translation>Simulated ticket printer</translation>
        </message>
        <message>
            <source>Giấy còn %1 m</source>
            <translation>%1 m of paper left</translation>
        </message>
        <message>
            <source>Thay giấy</source>
            <translation>New roll</translation>
        </message>
    </context>
</TS>
