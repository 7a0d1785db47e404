<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="vi_VN">
<context>
    <name>BottomBar</name>
    <message>
        <source>Chữ to</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>Tương phản</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>Hạ thấp</source>
        <translation>Lower</translation>
    </message>
    <message>
        <source>Nghe</source>
        <translation>Voice</translation>
    </message>
    <message>
        <source>Cán bộ đang đến</source>
        <translation>Help is coming</translation>
    </message>
    <message>
        <source>Gọi hỗ trợ</source>
        <translation>Call for help</translation>
    </message>
</context>
<context>
    <name>Equipment</name>
    <message>
        <source>Máy in phiếu</source>
        <translation>Ticket printer</translation>
    </message>
    <message>
        <source>Máy in giấy</source>
        <translation>Document printer</translation>
    </message>
    <message>
        <source>Máy quét</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>Đầu đọc mã</source>
        <translation>Code reader</translation>
    </message>
    <message>
        <source>Hộp nút</source>
        <translation>Button box</translation>
    </message>
    <message>
        <source>Bảng số</source>
        <translation>Counter sign</translation>
    </message>
    <message>
        <source>Loa</source>
        <translation>Speaker</translation>
    </message>
    <message>
        <source>Hình cuối cùng lúc {time}.</source>
        <translation>Last picture at {time}.</translation>
    </message>
    <message>
        <source>Không dùng ở máy này</source>
        <translation>Not used on this machine</translation>
    </message>
    <message>
        <source>Tốt</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Không rõ (thiết bị không báo)</source>
        <translation>Unknown (the device does not tell)</translation>
    </message>
</context>
<context>
    <name>Operator</name>
    <message>
        <source>Sai mã nhiều lần. Xin thử lại sau 1 phút.</source>
        <translation>Too many wrong codes. Try again in 1 minute.</translation>
    </message>
    <message>
        <source>Trung tâm chưa đặt mã PIN vận hành.</source>
        <translation>The center has not set an operator PIN.</translation>
    </message>
    <message>
        <source>Mã PIN chưa đúng.</source>
        <translation>Wrong PIN.</translation>
    </message>
    <message>
        <source>Nhập mã PIN của người vận hành</source>
        <translation>Enter the operator&apos;s PIN</translation>
    </message>
    <message>
        <source>Đang kết nối</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>Chậm, nghe lần cuối lúc</source>
        <translation>Slow, last heard at</translation>
    </message>
    <message>
        <source>Mất kết nối, nghe lần cuối lúc</source>
        <translation>Cut off, last heard at</translation>
    </message>
    <message>
        <source>Máy chủ trung tâm</source>
        <translation>Center&apos;s server</translation>
    </message>
    <message>
        <source>%1 số đã lấy</source>
        <translation>%1 numbers taken</translation>
    </message>
    <message>
        <source>Đang in lại số %1</source>
        <translation>Reprinting number %1</translation>
    </message>
    <message>
        <source>Đã ghi: thay giấy.</source>
        <translation>Noted: paper changed.</translation>
    </message>
    <message>
        <source>Đã mở ngày mới.</source>
        <translation>The new day is open.</translation>
    </message>
    <message>
        <source>Ngày đang mở đã đúng với đồng hồ.</source>
        <translation>The open day already matches the clock.</translation>
    </message>
    <message>
        <source>Đã thay giấy</source>
        <translation>Paper changed</translation>
    </message>
    <message>
        <source>Nhỏ tiếng</source>
        <translation>Quieter</translation>
    </message>
    <message>
        <source>To tiếng (%1)</source>
        <translation>Louder (%1)</translation>
    </message>
    <message>
        <source>Mở ngày</source>
        <translation>Open the day</translation>
    </message>
    <message>
        <source>Khởi động lại</source>
        <translation>Restart</translation>
    </message>
    <message>
        <source>Thoát</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>Vận hành máy</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>In lại</source>
        <translation>Reprint</translation>
    </message>
    <message>
        <source>Về trang lấy số</source>
        <translation>Back to numbers</translation>
    </message>
</context>
<context>
    <name>OperatorPin</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>Take</name>
    <message>
        <source>Mất kết nối máy chủ trung tâm – vẫn lấy số bình thường</source>
        <translation>Server out of reach – you can still take a number</translation>
    </message>
    <message>
        <source>Chưa cập nhật từ %1</source>
        <translation>Not updated since %1</translation>
    </message>
    <message>
        <source>Chưa đọc được mã</source>
        <translation>The code could not be read</translation>
    </message>
    <message>
        <source>Xin lấy số giấy tại quầy hướng dẫn</source>
        <translation>Please take a paper number at the guidance desk</translation>
    </message>
    <message>
        <source>Đã hết số</source>
        <translation>No numbers left</translation>
    </message>
    <message>
        <source>Chưa lấy được số</source>
        <translation>No number was given</translation>
    </message>
    <message>
        <source>Máy in đang hết giấy</source>
        <translation>The printer is out of paper</translation>
    </message>
    <message>
        <source>Máy in chưa in được</source>
        <translation>The printer did not print</translation>
    </message>
    <message>
        <source>Chưa huỷ được số</source>
        <translation>The number could not be cancelled</translation>
    </message>
    <message>
        <source>Đã huỷ số %1</source>
        <translation>Number %1 is cancelled</translation>
    </message>
    <message>
        <source>Ông/bà có thể lấy số khác.</source>
        <translation>You may take another number.</translation>
    </message>
    <message>
        <source>Cán bộ sẽ đến ngay</source>
        <translation>Somebody is on the way</translation>
    </message>
    <message>
        <source>Xin ông/bà chờ tại máy.</source>
        <translation>Please wait at this machine.</translation>
    </message>
    <message>
        <source>Xin gọi trực tiếp</source>
        <translation>Please ask in person</translation>
    </message>
    <message>
        <source>Máy chưa báo được, xin ông/bà gọi cán bộ tại quầy.</source>
        <translation>This machine cannot call now. Please ask at the counter.</translation>
    </message>
    <message>
        <source>%1 phút</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>1 người</source>
        <translation>1 person</translation>
    </message>
    <message>
        <source>%1 người</source>
        <translation>%1 people</translation>
    </message>
    <message>
        <source>Hôm nay đã phát đủ số</source>
        <translation>All numbers of today are given out</translation>
    </message>
    <message>
        <source>Hôm nay không tiếp nhận</source>
        <translation>Not served today</translation>
    </message>
    <message>
        <source>Xin xem lịch tiếp nhận tại cửa trung tâm.</source>
        <translation>Please see the opening hours at the door.</translation>
    </message>
    <message>
        <source>Mời ông/bà trở lại lúc %1, %2.</source>
        <translation>Please come back at %1, %2.</translation>
    </message>
    <message>
        <source>Ông/bà thuộc diện nào?</source>
        <translation>Which of these applies to you?</translation>
    </message>
    <message>
        <source>Chọn một ô, sau đó chọn lĩnh vực. Cán bộ xem giấy tờ tại quầy.</source>
        <translation>Choose one, then a service. Papers are checked at the counter.</translation>
    </message>
    <message>
        <source>Đã đọc thẻ – xin chọn lĩnh vực</source>
        <translation>Card read – choose a service</translation>
    </message>
    <message>
        <source>Chọn lĩnh vực</source>
        <translation>Choose a service</translation>
    </message>
    <message>
        <source>Diện ưu tiên: %1</source>
        <translation>Priority: %1</translation>
    </message>
    <message>
        <source>Số thứ tự thường. Không lưu thông tin trên thẻ.</source>
        <translation>Ordinary number. Nothing on the card is kept.</translation>
    </message>
</context>
<context>
    <name>TakeAbove</name>
    <message>
        <source>Xin bấm các ô ở phía dưới</source>
        <translation>Please use the buttons below</translation>
    </message>
</context>
<context>
    <name>TakeChoice</name>
    <message>
        <source>Xem tiếp</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>TakeClosed</name>
    <message>
        <source>Trung tâm đang ngoài giờ tiếp nhận</source>
        <translation>The center is closed now</translation>
    </message>
    <message>
        <source>Nộp hồ sơ trực tuyến bất cứ lúc nào. Phản ánh, kiến nghị: gọi %1.</source>
        <translation>Apply online at any time. Questions or complaints: call %1.</translation>
    </message>
</context>
<context>
    <name>TakeHome</name>
    <message>
        <source>Đang chờ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Dự kiến chờ</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <source>Quầy đang mở</source>
        <translation>Open counters</translation>
    </message>
    <message>
        <source>chưa mở</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>Bấm để LẤY SỐ – chọn lĩnh vực</source>
        <translation>TAKE A NUMBER – choose a service</translation>
    </message>
    <message>
        <source>hoặc đưa mã QR trên thẻ Căn cước vào ô quét</source>
        <translation>or hold the QR code of your ID card to the reader</translation>
    </message>
    <message>
        <source>Lĩnh vực khác</source>
        <translation>More services</translation>
    </message>
    <message>
        <source>SỐ ƯU TIÊN</source>
        <translation>PRIORITY NUMBER</translation>
    </message>
    <message>
        <source>Người cao tuổi, khuyết tật, có con nhỏ: SỐ ƯU TIÊN</source>
        <translation>Elderly, disabled, with small children: PRIORITY</translation>
    </message>
    <message>
        <source>người cao tuổi, khuyết tật, có con nhỏ</source>
        <translation>elderly, disabled, with small children</translation>
    </message>
    <message>
        <source>Bấm ô này trước khi chọn lĩnh vực</source>
        <translation>Press this before you choose a service</translation>
    </message>
    <message>
        <source>Tra cứu thủ tục</source>
        <translation>Find a procedure</translation>
    </message>
    <message>
        <source>Tra cứu thủ tục, in giấy tờ cần mang</source>
        <translation>Find a procedure, print what to bring</translation>
    </message>
    <message>
        <source>giấy tờ cần mang, thời hạn</source>
        <translation>what to bring, how long</translation>
    </message>
    <message>
        <source>xem thời hạn, lệ phí, nơi nộp</source>
        <translation>how long, how much, and where</translation>
    </message>
    <message>
        <source>Đang chờ %1</source>
        <translation>Waiting: %1</translation>
    </message>
    <message>
        <source>dự kiến %1</source>
        <translation>about %1</translation>
    </message>
    <message>
        <source>Quầy mở: %1</source>
        <translation>Open counters: %1</translation>
    </message>
    <message>
        <source>Chưa có quầy mở</source>
        <translation>No counter open yet</translation>
    </message>
    <message>
        <source>Đang lấy số…</source>
        <translation>Taking a number…</translation>
    </message>
</context>
<context>
    <name>TakeNotice</name>
    <message>
        <source>Về trang đầu</source>
        <translation>First page</translation>
    </message>
</context>
<context>
    <name>TakeResult</name>
    <message>
        <source>Phía trước</source>
        <translation>Ahead of you</translation>
    </message>
    <message>
        <source>Dự kiến chờ</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <source>Quầy phục vụ</source>
        <translation>Counters</translation>
    </message>
    <message>
        <source>chưa mở</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>Số của ông/bà</source>
        <translation>Your number</translation>
    </message>
    <message>
        <source>%1 – xin ghi nhớ số này hoặc chụp mã này</source>
        <translation>%1 – please remember this number or photograph the code</translation>
    </message>
    <message>
        <source>Xin ghi nhớ số này hoặc chụp mã này</source>
        <translation>Please remember this number or photograph the code</translation>
    </message>
    <message>
        <source>Đang in phiếu…</source>
        <translation>Printing your ticket…</translation>
    </message>
    <message>
        <source>Xin lấy phiếu</source>
        <translation>Please take your ticket</translation>
    </message>
    <message>
        <source>In lại</source>
        <translation>Reprint</translation>
    </message>
    <message>
        <source>Huỷ số</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>TakeStay</name>
    <message>
        <source>Ông/bà cần thêm thời gian không?</source>
        <translation>Do you need more time?</translation>
    </message>
    <message>
        <source>Tôi cần thêm thời gian</source>
        <translation>I need more time</translation>
    </message>
    <message>
        <source>Tôi đã xong</source>
        <translation>I am done</translation>
    </message>
</context>
</TS>
