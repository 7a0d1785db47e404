<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
    <context>
        <name>Rate</name>
        <message>
            <source>Mất kết nối – đánh giá vẫn được ghi nhận</source>
            <translation>Disconnected – your rating is still kept</translation>
        </message>
        <message>
            <source>Quầy %1</source>
            <translation>Counter %1</translation>
        </message>
        <message>
            <source>Mời ông/bà đánh giá sau khi xong việc</source>
            <translation>Please rate us when you are done</translation>
        </message>
        <message>
            <source>Phản ánh, kiến nghị: gọi %1</source>
            <translation>Complaints and suggestions: call %1</translation>
        </message>
        <message>
            <source>Ông/bà có hài lòng về quầy %1 không?</source>
            <translation>Were you satisfied with counter %1?</translation>
        </message>
        <message>
            <source>Ông/bà có hài lòng về trung tâm không?</source>
            <translation>Are you satisfied with this center?</translation>
        </message>
        <message>
            <source>Số %1</source>
            <translation>Number %1</translation>
        </message>
        <message>
            <source>Chạm một lần là xong, không lưu họ tên</source>
            <translation>One touch is all, no name is kept</translation>
        </message>
        <message>
            <source>Cảm ơn ông/bà. Điều gì chưa tốt? (chọn một hoặc nhiều ô)</source>
            <translation>Thank you. What was not good? (choose any)</translation>
        </message>
        <message>
            <source>Bỏ qua</source>
            <translation>Skip</translation>
        </message>
        <message>
            <source>Gửi</source>
            <translation>Send</translation>
        </message>
        <message>
            <source>Chưa ghi được đánh giá</source>
            <translation>Your rating could not be kept</translation>
        </message>
        <message>
            <source>Xin cảm ơn ông/bà!</source>
            <translation>Thank you!</translation>
        </message>
        <message>
            <source>Xin ông/bà báo cán bộ tại quầy.</source>
            <translation>Please tell the official at the counter.</translation>
        </message>
        <message>
            <source>Ý kiến của ông/bà đã được ghi nhận.</source>
            <translation>Your opinion has been recorded.</translation>
        </message>
    </context>
    <context>
        <name>WishBar</name>
        <message>
            <source>Chữ to</source>
            <translation>Large text</translation>
        </message>
        <message>
            <source>Tương phản</source>
            <translation>Contrast</translation>
        </message>
        <message>
            <source>Nghe</source>
            <translation>Listen</translation>
        </message>
    </context>
</TS>
