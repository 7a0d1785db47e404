<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>Actions</name>
    <message>
        <source>Quầy chưa có cán bộ đăng nhập.</source>
        <translation>Nobody has signed in at this counter.</translation>
    </message>
    <message>
        <source>Đang mất kết nối máy chủ trung tâm: phục vụ bằng cách nhập số phiếu.</source>
        <translation>The center&apos;s box is out of reach: serve by typing the ticket number.</translation>
    </message>
    <message>
        <source>Quầy đang tạm nghỉ. Bấm F4 để mở quầy.</source>
        <translation>The counter is paused. Press F4 to open it.</translation>
    </message>
    <message>
        <source>Số {number} đang được mời. Bấm F2 khi khách đến hoặc F10 nếu vắng mặt.</source>
        <translation>{number} is being called. Press F2 when the person arrives, F10 if absent.</translation>
    </message>
    <message>
        <source>Quầy chưa gọi số nào. Bấm F8 để gọi số tiếp theo.</source>
        <translation>No number has been called here. Press F8 to call the next one.</translation>
    </message>
    <message>
        <source>Đang mất kết nối máy chủ trung tâm: việc này làm được khi có kết nối lại.</source>
        <translation>The center&apos;s box is out of reach: possible again when it is back.</translation>
    </message>
    <message>
        <source>Việc này chỉ làm được khi công dân chưa đến quầy.</source>
        <translation>Only possible while the person has not arrived yet.</translation>
    </message>
    <message>
        <source>Đã gọi lại {times} lần. Bấm F10 nếu công dân vắng mặt.</source>
        <translation>Called again {times} times. Press F10 if the person is absent.</translation>
    </message>
    <message>
        <source>Chờ thêm {seconds} giây rồi hãy gọi lại.</source>
        <translation>Please wait {seconds} more seconds before calling again.</translation>
    </message>
    <message>
        <source>Mời lại ({seconds} s)</source>
        <translation>Recall ({seconds} s)</translation>
    </message>
    <message>
        <source>Mời lại</source>
        <translation>Recall</translation>
    </message>
    <message>
        <source>Xong, gọi số tiếp theo</source>
        <translation>Done, call next</translation>
    </message>
    <message>
        <source>Gọi số tiếp theo</source>
        <translation>Call next</translation>
    </message>
    <message>
        <source>Khách đến</source>
        <translation>Arrived</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Vắng mặt</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Tạm giữ</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>Chuyển</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>Thêm thủ tục</source>
        <translation>Add procedure</translation>
    </message>
    <message>
        <source>Đổi ưu tiên</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Gọi số khác</source>
        <translation>Call other</translation>
    </message>
    <message>
        <source>Chưa có số</source>
        <translation>Walk-up</translation>
    </message>
    <message>
        <source>Mở quầy</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Tạm nghỉ</source>
        <translation>Pause</translation>
    </message>
</context>
<context>
    <name>ByHand</name>
    <message>
        <source>Số phiếu của khách</source>
        <translation>The person&apos;s ticket number</translation>
    </message>
    <message>
        <source>Lĩnh vực</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Bắt đầu phục vụ</source>
        <translation>Start serving</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Xin nhập số phiếu, ví dụ A015.</source>
        <translation>Please type a ticket number, for example A015.</translation>
    </message>
    <message>
        <source>Đã lưu số {number} tại máy này; sẽ tự gửi khi có kết nối.</source>
        <translation>{number} is kept on this machine; it is sent by itself when the line is back.</translation>
    </message>
    <message>
        <source>Mất kết nối máy chủ trung tâm từ {clock}</source>
        <translation>The center&apos;s box is out of reach since {clock}</translation>
    </message>
    <message>
        <source>Mất kết nối máy chủ trung tâm</source>
        <translation>The center&apos;s box is out of reach</translation>
    </message>
    <message>
        <source>Đã có kết nối lại</source>
        <translation>The connection is back</translation>
    </message>
    <message>
        <source>Xin hoàn tất lượt đang phục vụ (F12), màn hình sẽ trở lại như thường.</source>
        <translation>Please finish the visit in hand (F12); then this page is as usual again.</translation>
    </message>
    <message>
        <source>Đã phục vụ {n} số khi mất kết nối</source>
        <translation>Served while disconnected: {n}</translation>
    </message>
    <message>
        <source>Cứ phục vụ tiếp. Bấm F12 khi xong, rồi nhập số của khách tiếp theo.</source>
        <translation>Go on serving. Press F12 when it is done, then type the next person&apos;s number.</translation>
    </message>
    <message>
        <source>Mời khách đưa phiếu số</source>
        <translation>Ask for the number ticket</translation>
    </message>
    <message>
        <source>Nhập lại số</source>
        <translation>Type it again</translation>
    </message>
    <message>
        <source>Số {number} đã được mời: bấm F2 khi khách đến. Khách vắng thì nhập số khác đè lên.</source>
        <translation>{number} has been called: press F2 when the person arrives. If absent, type another number over it.</translation>
    </message>
    <message>
        <source>Vẫn phục vụ được: mời khách theo số trên phiếu, nhập số rồi bấm F2 và F12. Mọi lượt được giữ lại và tự gửi khi có mạng. Kiểm tra dây mạng, máy chủ đã bật chưa.</source>
        <translation>You can go on: type the number on the ticket, press F2 and F12. Every visit is kept and sent when the network is back. Check the cable and the box.</translation>
    </message>
    <message>
        <source>Đang phục vụ</source>
        <translation>Serving</translation>
    </message>
</context>
<context>
    <name>CallPanel</name>
    <message>
        <source>Lĩnh vực</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Đã chờ</source>
        <translation>Waited</translation>
    </message>
    <message>
        <source>Lần mời</source>
        <translation>Calls</translation>
    </message>
    <message>
        <source>Thủ tục</source>
        <translation>Procedures</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Tạm nghỉ</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Sẵn sàng</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Đang phục vụ</source>
        <translation>Serving</translation>
    </message>
    <message>
        <source>Đang mời</source>
        <translation>Calling</translation>
    </message>
    <message>
        <source>{n} (mời lại tối đa {most} lần)</source>
        <translation>{n} (recall at most {most} times)</translation>
    </message>
    <message>
        <source>Quầy đang tạm nghỉ</source>
        <translation>The counter is paused</translation>
    </message>
    <message>
        <source>Chưa có ai chờ ở quầy này</source>
        <translation>Nobody is waiting for this counter</translation>
    </message>
    <message>
        <source>{n} người đang chờ quầy này</source>
        <translation>Waiting for this counter: {n}</translation>
    </message>
    <message>
        <source>Bấm F4 để mở quầy và gọi số tiếp theo.</source>
        <translation>Press F4 to open the counter and call the next number.</translation>
    </message>
    <message>
        <source>Người chờ lâu nhất đã chờ {minutes}. Bấm F8 để gọi số tiếp theo.</source>
        <translation>The longest wait is {minutes}. Press F8 to call the next number.</translation>
    </message>
    <message>
        <source>Đã ghi vắng mặt số {number}.</source>
        <translation>{number} was marked absent.</translation>
    </message>
    <message>
        <source>Bấm F8 để gọi số tiếp theo.</source>
        <translation>Press F8 to call the next one.</translation>
    </message>
    <message>
        <source>Tiếp theo</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message>
        <source>số đã phát</source>
        <translation>numbers given</translation>
    </message>
    <message>
        <source>đang chờ</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>đã phục vụ</source>
        <translation>served</translation>
    </message>
    <message>
        <source>phút chờ (trung vị)</source>
        <translation>min waited (median)</translation>
    </message>
    <message>
        <source>vắng mặt</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>hài lòng</source>
        <translation>satisfied</translation>
    </message>
    <message>
        <source>Hàng chờ theo lĩnh vực (phút)</source>
        <translation>Lines by field (minutes)</translation>
    </message>
    <message>
        <source>Lĩnh vực</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Chờ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Lâu nhất</source>
        <translation>Longest</translation>
    </message>
    <message>
        <source>Ước chờ</source>
        <translation>Expected</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>Các quầy</source>
        <translation>Counters</translation>
    </message>
    <message>
        <source>Quầy</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>Cán bộ</source>
        <translation>Official</translation>
    </message>
    <message>
        <source>Đang làm</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Phút/lượt</source>
        <translation>Min each</translation>
    </message>
    <message>
        <source>Theo giờ</source>
        <translation>By the hour</translation>
    </message>
    <message>
        <source>Đánh giá</source>
        <translation>Ratings</translation>
    </message>
    <message>
        <source>Đang vướng</source>
        <translation>In trouble</translation>
    </message>
    <message>
        <source>Cuối ngày</source>
        <translation>End of the day</translation>
    </message>
    <message>
        <source>Phiếu chốt ngày</source>
        <translation>Day-close slip</translation>
    </message>
    <message>
        <source>{rated} đánh giá · {silent} hỏi mà không trả lời · {unasked} không được hỏi · {free} bấm tự do</source>
        <translation>{rated} rated · {silent} asked, no answer · {unasked} not asked · {free} free taps</translation>
    </message>
    <message>
        <source>Ngày đã chốt bởi {who}.</source>
        <translation>The day was closed by {who}.</translation>
    </message>
    <message>
        <source>Còn {n} người đang chờ.</source>
        <translation>Still waiting: {n}.</translation>
    </message>
    <message>
        <source>Không còn ai chờ, có thể chốt ngày.</source>
        <translation>Nobody is waiting; the day can be closed.</translation>
    </message>
    <message>
        <source>đóng</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>rảnh</source>
        <translation>free</translation>
    </message>
    <message>
        <source>tạm nghỉ</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>Khách tại {machine} cần hỗ trợ</source>
        <translation>Somebody at {machine} asks for help</translation>
    </message>
    <message>
        <source>{n} dòng trong sổ không khớp nhau; xem bằng lệnh python -m sync verify.</source>
        <translation>{n} lines of the book contradict each other; see python -m sync verify.</translation>
    </message>
    <message>
        <source>Mọi thứ đang chạy tốt.</source>
        <translation>Everything is running well.</translation>
    </message>
    <message>
        <source>Đã hỗ trợ</source>
        <translation>Help given</translation>
    </message>
</context>
<context>
    <name>DayClose</name>
    <message>
        <source>Phiếu chốt ngày</source>
        <translation>Day-close slip</translation>
    </message>
    <message>
        <source>Chốt ngày</source>
        <translation>Close the day</translation>
    </message>
    <message>
        <source>In phiếu</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Còn {n} người đang chờ: chốt ngày khi đã phục vụ hết.</source>
        <translation>Still waiting: {n}. Close the day when all are served.</translation>
    </message>
    <message>
        <source>Máy này không nối máy in.</source>
        <translation>No printer is attached to this machine.</translation>
    </message>
    <message>
        <source>Đã chốt ngày.</source>
        <translation>The day is closed.</translation>
    </message>
    <message>
        <source>Đang in…</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>Đã gửi phiếu tới máy in.</source>
        <translation>The slip was sent to the printer.</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>lượt hôm nay</source>
        <translation>served today</translation>
    </message>
    <message>
        <source>phút mỗi lượt</source>
        <translation>min per service</translation>
    </message>
    <message>
        <source>phút khách chờ</source>
        <translation>min waited</translation>
    </message>
    <message>
        <source>khách hài lòng</source>
        <translation>satisfied</translation>
    </message>
</context>
<context>
    <name>Holder</name>
    <message>
        <source>Xin đối chiếu với thẻ:</source>
        <translation>Please compare with the card:</translation>
    </message>
    <message>
        <source>Nguyên văn đọc được: {text}</source>
        <translation>As it was read: {text}</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>thẻ BHYT</source>
        <translation>health insurance card</translation>
    </message>
    <message>
        <source>Giấy tờ</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Số</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Số CMND cũ</source>
        <translation>Old ID number</translation>
    </message>
    <message>
        <source>Ngày sinh</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Giới tính</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>Nơi cư trú</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Ngày cấp</source>
        <translation>Issued</translation>
    </message>
    <message>
        <source>Có giá trị đến</source>
        <translation>Valid until</translation>
    </message>
</context>
<context>
    <name>Hours</name>
    <message>
        <source>{hour} giờ: {n} lượt</source>
        <translation>{hour} h: {n}</translation>
    </message>
    <message>
        <source>Chưa có lượt nào hôm nay</source>
        <translation>Nobody has been served yet today</translation>
    </message>
    <message>
        <source>Phút chờ</source>
        <translation>Min waited</translation>
    </message>
    <message>
        <source>Lượt xong</source>
        <translation>Served</translation>
    </message>
    <message>
        <source>Giờ</source>
        <translation>Hour</translation>
    </message>
</context>
<context>
    <name>NextPeople</name>
    <message>
        <source>đã chờ {minutes}</source>
        <translation>waited {minutes}</translation>
    </message>
</context>
<context>
    <name>Office</name>
    <message>
        <source>Kiểm tra dây mạng, máy chủ đã bật chưa, và địa chỉ máy chủ trong tệp cấu hình.</source>
        <translation>Check the network cable, that the box is switched on, and the address of the box in the config file.</translation>
    </message>
    <message>
        <source>Trang này tự thử lại sau vài giây.</source>
        <translation>This page tries again by itself in a few seconds.</translation>
    </message>
</context>
<context>
    <name>OwnDevices</name>
    <message>
        <source>{n} thiết bị</source>
        <translation>{n} devices</translation>
    </message>
    <message>
        <source>{name}: tốt</source>
        <translation>{name}: good</translation>
    </message>
</context>
<context>
    <name>Post</name>
    <message>
        <source>{n} phút</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>vừa đến</source>
        <translation>just came</translation>
    </message>
    <message>
        <source>Đang chờ máy chủ trả lời hai phím trước. Xin bấm lại sau giây lát.</source>
        <translation>The box has yet to answer the last two keys. Please press again in a moment.</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Khách bổ sung giấy tờ</source>
        <translation>Papers are being completed</translation>
    </message>
    <message>
        <source>Khách đi sao chụp, chứng thực</source>
        <translation>Gone to copy or certify papers</translation>
    </message>
    <message>
        <source>Chờ ý kiến bộ phận chuyên môn</source>
        <translation>Waiting for the specialist section</translation>
    </message>
    <message>
        <source>Chờ hệ thống dịch vụ công</source>
        <translation>Waiting for the public service system</translation>
    </message>
    <message>
        <source>Khách tạm ra ngoài</source>
        <translation>The person stepped out</translation>
    </message>
    <message>
        <source>Theo giấy tờ khách xuất trình</source>
        <translation>According to papers shown</translation>
    </message>
    <message>
        <source>Khách chọn nhầm khi lấy số</source>
        <translation>Wrong choice when taking the number</translation>
    </message>
    <message>
        <source>Trường hợp khẩn cấp tại chỗ</source>
        <translation>Emergency in the hall</translation>
    </message>
    <message>
        <source>Khách quay lại sau khi bổ sung giấy tờ</source>
        <translation>Back with completed papers</translation>
    </message>
    <message>
        <source>Lãnh đạo trung tâm yêu cầu</source>
        <translation>Asked by the head of the center</translation>
    </message>
    <message>
        <source>Gọi nhầm số trước đó</source>
        <translation>The number before was called by mistake</translation>
    </message>
    <message>
        <source>Nghỉ giữa giờ</source>
        <translation>Break</translation>
    </message>
    <message>
        <source>Xử lý hồ sơ tại bàn</source>
        <translation>Working on dossiers</translation>
    </message>
    <message>
        <source>Họp, hội ý</source>
        <translation>Meeting</translation>
    </message>
    <message>
        <source>Sự cố thiết bị</source>
        <translation>Device trouble</translation>
    </message>
    <message>
        <source>Hết giờ nhận số</source>
        <translation>No more numbers today</translation>
    </message>
    <message>
        <source>{n} phút</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>Tạm giữ số {number}</source>
        <translation>Hold {number}</translation>
    </message>
    <message>
        <source>Hết thời gian, số tự vào lại hàng chờ ở đúng chỗ cũ.</source>
        <translation>When the time is over the number waits again at its old place.</translation>
    </message>
    <message>
        <source>Tạm giữ</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>Lý do</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Trong bao lâu</source>
        <translation>For how long</translation>
    </message>
    <message>
        <source>Quầy nào rảnh trước</source>
        <translation>Whichever is free first</translation>
    </message>
    <message>
        <source>Quầy {n}</source>
        <translation>Counter {n}</translation>
    </message>
    <message>
        <source>Chuyển số {number}</source>
        <translation>Transfer {number}</translation>
    </message>
    <message>
        <source>Khách giữ nguyên số và thời gian đã chờ.</source>
        <translation>The person keeps the number and the time already waited.</translation>
    </message>
    <message>
        <source>Chuyển</source>
        <translation>Transfer</translation>
    </message>
    <message>
        <source>Sang lĩnh vực</source>
        <translation>To the field</translation>
    </message>
    <message>
        <source>Đến quầy</source>
        <translation>To the counter</translation>
    </message>
    <message>
        <source>Đổi diện ưu tiên của số {number}</source>
        <translation>Change the priority of {number}</translation>
    </message>
    <message>
        <source>Đổi</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Diện ưu tiên</source>
        <translation>Priority class</translation>
    </message>
    <message>
        <source>Thủ tục thường gặp</source>
        <translation>Usual procedures</translation>
    </message>
    <message>
        <source>Thêm thủ tục cho số {number}</source>
        <translation>Add a procedure to {number}</translation>
    </message>
    <message>
        <source>Một lượt đến có thể làm nhiều thủ tục.</source>
        <translation>One visit may cover several procedures.</translation>
    </message>
    <message>
        <source>Thêm</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Hoặc nhập mã thủ tục</source>
        <translation>Or type a procedure code</translation>
    </message>
    <message>
        <source>Mã thủ tục</source>
        <translation>Procedure code</translation>
    </message>
    <message>
        <source>Xin nhập số phiếu, ví dụ A015.</source>
        <translation>Please type a ticket number, for example A015.</translation>
    </message>
    <message>
        <source>Gọi số chỉ định</source>
        <translation>Call a given number</translation>
    </message>
    <message>
        <source>Lý do được ghi lại cùng lượt gọi.</source>
        <translation>The reason is kept with the call.</translation>
    </message>
    <message>
        <source>Gọi</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>Số phiếu</source>
        <translation>Ticket number</translation>
    </message>
    <message>
        <source>Khách chưa có số</source>
        <translation>A person without a ticket</translation>
    </message>
    <message>
        <source>Cấp số và phục vụ ngay tại quầy này.</source>
        <translation>A number is given and served here at once.</translation>
    </message>
    <message>
        <source>Phục vụ</source>
        <translation>Serve</translation>
    </message>
    <message>
        <source>Lĩnh vực</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Tạm nghỉ quầy {n}</source>
        <translation>Pause counter {n}</translation>
    </message>
    <message>
        <source>Số đang ở quầy vẫn được phục vụ tiếp; quầy không gọi số mới.</source>
        <translation>The person at the counter is still served; no new number is called.</translation>
    </message>
    <message>
        <source>Tạm nghỉ</source>
        <translation>Pause</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Quầy</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>Cán bộ</source>
        <translation>Official</translation>
    </message>
    <message>
        <source>Mã PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Đăng nhập</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Quầy {n}</source>
        <translation>Counter {n}</translation>
    </message>
    <message>
        <source>Phục vụ bằng tay</source>
        <translation>Serve by hand</translation>
    </message>
    <message>
        <source>Mất kết nối máy chủ trung tâm: chưa đăng nhập được. Có thể phục vụ bằng cách nhập số phiếu; các lượt được gửi khi có kết nối lại.</source>
        <translation>The center&apos;s box is out of reach: signing in is not possible yet. You can serve by typing ticket numbers; the visits are sent when the connection is back.</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Một Cửa – thanh gọi số</source>
        <translation>Một Cửa – calling bar</translation>
    </message>
    <message>
        <source>Mở rộng</source>
        <translation>Expand</translation>
    </message>
    <message>
        <source>Mất kết nối</source>
        <translation>Disconnected</translation>
    </message>
    <message>
        <source>Tạm nghỉ</source>
        <translation>Paused</translation>
    </message>
    <message>
        <source>Sẵn sàng</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>Đang phục vụ</source>
        <translation>Serving</translation>
    </message>
    <message>
        <source>Đang mời</source>
        <translation>Calling</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Lĩnh vực</source>
        <translation>Field</translation>
    </message>
    <message>
        <source>Thường</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>Ưu tiên</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>Lâu nhất</source>
        <translation>Longest</translation>
    </message>
    <message>
        <source>Số</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Đối tượng</source>
        <translation>Class</translation>
    </message>
    <message>
        <source>Đến lúc</source>
        <translation>Came at</translation>
    </message>
    <message>
        <source>Đã chờ</source>
        <translation>Waited</translation>
    </message>
    <message>
        <source>Lý do</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Đến</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Cho chờ lại</source>
        <translation>Let it wait again</translation>
    </message>
    <message>
        <source>Không có số nào đang tạm giữ.</source>
        <translation>No number is on hold.</translation>
    </message>
    <message>
        <source>Vắng lúc</source>
        <translation>Absent at</translation>
    </message>
    <message>
        <source>Khách quay lại</source>
        <translation>The person is back</translation>
    </message>
    <message>
        <source>Hôm nay chưa có ai vắng mặt.</source>
        <translation>Nobody has been absent today.</translation>
    </message>
    <message>
        <source>Đang chờ {n}</source>
        <translation>Waiting {n}</translation>
    </message>
    <message>
        <source>Tạm giữ {n}</source>
        <translation>On hold {n}</translation>
    </message>
    <message>
        <source>Vắng mặt {n}</source>
        <translation>Absent {n}</translation>
    </message>
    <message>
        <source>Chờ ở quầy này, theo lúc đến</source>
        <translation>Waiting for this counter, by arrival</translation>
    </message>
    <message>
        <source>Chờ ở quầy này, theo số liệu lúc {clock}</source>
        <translation>Waiting for this counter, as of {clock}</translation>
    </message>
    <message>
        <source>chờ quầy {n}</source>
        <translation>for counter {n}</translation>
    </message>
    <message>
        <source>Chưa có ai chờ ở quầy này.</source>
        <translation>Nobody is waiting for this counter.</translation>
    </message>
    <message>
        <source>Tất cả lĩnh vực</source>
        <translation>All fields</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Chỉ xem thẻ khi đang có khách tại quầy.</source>
        <translation>A card is only shown while its holder is at the counter.</translation>
    </message>
    <message>
        <source>Quầy</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>Trung tâm</source>
        <translation>Center</translation>
    </message>
    <message>
        <source>Thu gọn</source>
        <translation>Compact</translation>
    </message>
    <message>
        <source>Đăng xuất</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>Quầy {n}</source>
        <translation>Counter {n}</translation>
    </message>
    <message>
        <source>Đã kết nối</source>
        <translation>Connected</translation>
    </message>
    <message>
        <source>Chưa cập nhật từ {clock}</source>
        <translation>Not updated since {clock}</translation>
    </message>
    <message>
        <source>Mất kết nối từ {clock}</source>
        <translation>Disconnected since {clock}</translation>
    </message>
    <message>
        <source>Mất kết nối</source>
        <translation>Disconnected</translation>
    </message>
    <message>
        <source>Đang kết nối…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>(và {n} việc khác)</source>
        <translation>(and {n} more)</translation>
    </message>
    <message>
        <source>Khách tại {machine} cần hỗ trợ.</source>
        <translation>Somebody at {machine} asks for help.</translation>
    </message>
</context>
</TS>
