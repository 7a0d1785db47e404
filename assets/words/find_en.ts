<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="vi_VN">
<context>
    <name>Find</name>
    <message>
        <source>Câu hơi dài. Xin gõ ngắn hơn: chỉ cần vài chữ của việc cần làm.</source>
        <translation>This is rather long. Please type less: a few words about what you need are enough.</translation>
    </message>
    <message>
        <source>Việc này làm ở nơi khác: %1. Xin hỏi cán bộ để được chỉ chỗ.</source>
        <translation>This is done elsewhere: %1. Please ask an official for the way.</translation>
    </message>
    <message>
        <source>Gõ mã thủ tục, ví dụ 1.001193.</source>
        <translation>Type the code, e.g. 1.001193.</translation>
    </message>
    <message>
        <source>Gõ việc cần làm, ví dụ «làm sổ đỏ», «con mới sinh». Không cần gõ dấu.</source>
        <translation>Type what you need in Vietnamese, e.g. “khai sinh” or “lam so do”. Marks are not needed.</translation>
    </message>
    <message>
        <source>Chưa tìm thấy đúng thủ tục. Gần nhất là:</source>
        <translation>No exact procedure found. The nearest are:</translation>
    </message>
    <message>
        <source>Chưa tìm thấy. Xin gõ cách khác, hoặc hỏi cán bộ.</source>
        <translation>Nothing found. Please type it another way, or ask an official.</translation>
    </message>
    <message>
        <source>Mã vừa quét không phải mã thủ tục. Xin gõ việc cần làm.</source>
        <translation>This code is not that of a procedure. Please type what you need.</translation>
    </message>
    <message>
        <source>Gần nhất</source>
        <translation>The nearest</translation>
    </message>
    <message>
        <source>Thủ tục tìm thấy</source>
        <translation>Procedures found</translation>
    </message>
    <message>
        <source>Theo danh mục thủ tục bản %1.</source>
        <translation>From the catalogue of procedures, version %1.</translation>
    </message>
    <message>
        <source>25 dịch vụ công thiết yếu</source>
        <translation>The 25 essential services</translation>
    </message>
    <message>
        <source>Chưa có thủ tục mang mã này. Xin gõ tên việc cần làm.</source>
        <translation>No procedure has this code. Please type what you need.</translation>
    </message>
    <message>
        <source>Máy in đang hết giấy: xin chụp mã này để xem trên điện thoại.</source>
        <translation>The printer is out of paper: please photograph this code to read it on your phone.</translation>
    </message>
    <message>
        <source>Máy in chưa in được: xin chụp mã này để xem trên điện thoại.</source>
        <translation>The printer cannot print now: please photograph this code to read it on your phone.</translation>
    </message>
    <message>
        <source>1 thủ tục</source>
        <translation>1 procedure</translation>
    </message>
    <message>
        <source>%1 thủ tục</source>
        <translation>%1 procedures</translation>
    </message>
    <message>
        <source>Hỏi cán bộ</source>
        <translation>Ask an official</translation>
    </message>
    <message>
        <source>Nộp hôm nay, nhận trước %1.</source>
        <translation>Hand in today, receive it before %1.</translation>
    </message>
    <message>
        <source>Lệ phí</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Nhận được</source>
        <translation>You receive</translation>
    </message>
    <message>
        <source>Cần mang</source>
        <translation>What to bring</translation>
    </message>
    <message>
        <source>Danh sách giấy tờ chưa được kiểm chứng: xin hỏi cán bộ.</source>
        <translation>The list of papers is not verified yet: please ask an official.</translation>
    </message>
    <message>
        <source>Không cần mang giấy tờ.</source>
        <translation>No papers are needed.</translation>
    </message>
    <message>
        <source>Không cần mang: %1</source>
        <translation>No longer needed: %1</translation>
    </message>
    <message>
        <source>Nhà nước đã có: %1</source>
        <translation>The State has it: %1</translation>
    </message>
    <message>
        <source>chỉ xuất trình, mang về</source>
        <translation>only shown, you keep it</translation>
    </message>
    <message>
        <source>%1 bản chính</source>
        <translation>%1 original</translation>
    </message>
    <message>
        <source>%1 bản sao</source>
        <translation>%1 copy</translation>
    </message>
    <message>
        <source>nếu có</source>
        <translation>if it applies</translation>
    </message>
    <message>
        <source>Quầy %1 tại trung tâm này</source>
        <translation>Counter %1 of this center</translation>
    </message>
    <message>
        <source>Nộp ở đâu</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Nộp trực tuyến: %1</source>
        <translation>Online: %1</translation>
    </message>
    <message>
        <source>Bao lâu</source>
        <translation>How long</translation>
    </message>
    <message>
        <source>Theo danh mục thủ tục bản %1 ngày %2.</source>
        <translation>From the catalogue of procedures, version %1 of %2.</translation>
    </message>
    <message>
        <source>Tên đầy đủ: %1</source>
        <translation>Full name: %1</translation>
    </message>
    <message>
        <source>Mã thủ tục: %1</source>
        <translation>Procedure code: %1</translation>
    </message>
    <message>
        <source>Tháng %1 năm %2</source>
        <translation>%1/%2</translation>
    </message>
    <message>
        <source>Giờ làm việc</source>
        <translation>Opening hours</translation>
    </message>
    <message>
        <source>Các quầy và cán bộ</source>
        <translation>Counters and officials</translation>
    </message>
    <message>
        <source>Sơ đồ trung tâm</source>
        <translation>Map of the hall</translation>
    </message>
    <message>
        <source>Lệ phí và phản ánh</source>
        <translation>Fees and complaints</translation>
    </message>
    <message>
        <source>VNeID mức độ 2</source>
        <translation>VNeID level 2</translation>
    </message>
    <message>
        <source>Thông báo</source>
        <translation>Announcements</translation>
    </message>
    <message>
        <source>Tra cứu hồ sơ</source>
        <translation>Status of a file</translation>
    </message>
    <message>
        <source>Ngày nghỉ sắp tới</source>
        <translation>Coming days off</translation>
    </message>
    <message>
        <source>đang mở</source>
        <translation>open</translation>
    </message>
    <message>
        <source>tạm nghỉ</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>chưa mở</source>
        <translation>not open</translation>
    </message>
    <message>
        <source>Quầy %1 – %2</source>
        <translation>Counter %1 – %2</translation>
    </message>
    <message>
        <source>Cán bộ: %1</source>
        <translation>Official: %1</translation>
    </message>
    <message>
        <source>Phí, lệ phí</source>
        <translation>Fees</translation>
    </message>
    <message>
        <source>Lệ phí ghi ở trang từng thủ tục. Chỗ ghi «hỏi cán bộ» là mức chưa kiểm chứng.</source>
        <translation>Fees stand on the page of each procedure. “Ask an official” means that the amount is not verified.</translation>
    </message>
    <message>
        <source>Chỉ nộp tiền tại quầy và luôn nhận biên lai.</source>
        <translation>Pay at a counter only, and always take the receipt.</translation>
    </message>
    <message>
        <source>Phản ánh, kiến nghị</source>
        <translation>Complaints and suggestions</translation>
    </message>
    <message>
        <source>Gọi %1</source>
        <translation>Call %1</translation>
    </message>
    <message>
        <source>Hoặc gửi trên Cổng Dịch vụ công quốc gia, hoặc gặp người phụ trách.</source>
        <translation>Or write on the National Public Service Portal, or see the head of the center.</translation>
    </message>
    <message>
        <source>Thông báo của trung tâm</source>
        <translation>Announcements of this center</translation>
    </message>
    <message>
        <source>Tài khoản định danh mức độ 2 (VNeID)</source>
        <translation>Electronic identity level 2 (VNeID)</translation>
    </message>
    <message>
        <source>Mức độ 2 dùng thay thẻ căn cước khi làm thủ tục, và để nộp hồ sơ trực tuyến.</source>
        <translation>Level 2 stands for the identity card in procedures, and lets you hand in files online.</translation>
    </message>
    <message>
        <source>Các bước</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>Mang thẻ căn cước đến Công an xã, phường (hoặc điểm làm căn cước).</source>
        <translation>Take your identity card to the commune police (or any place that issues cards).</translation>
    </message>
    <message>
        <source>Đọc số điện thoại đang dùng; cán bộ chụp ảnh, lấy vân tay và nhận hồ sơ.</source>
        <translation>Tell your phone number; the officer takes a photo and fingerprints.</translation>
    </message>
    <message>
        <source>Khi có tin nhắn báo đã duyệt, cài ứng dụng VNeID từ cửa hàng ứng dụng.</source>
        <translation>When a message says it is approved, install VNeID from the app store.</translation>
    </message>
    <message>
        <source>Mở ứng dụng, chọn Kích hoạt tài khoản, làm theo hướng dẫn và đặt mật khẩu.</source>
        <translation>Open it, choose to activate the account, follow the steps and set a password.</translation>
    </message>
    <message>
        <source>Không đưa mật khẩu và mã xác nhận cho bất kỳ ai. Cán bộ không bao giờ hỏi.</source>
        <translation>Never give your password or codes to anybody. Officials never ask for them.</translation>
    </message>
    <message>
        <source>Xem hồ sơ đã đến bước nào</source>
        <translation>How far your file is</translation>
    </message>
    <message>
        <source>Chuẩn bị giấy tiếp nhận hồ sơ và hẹn trả kết quả: mã hồ sơ in ở góc trên.</source>
        <translation>Have your receipt ready: the code of the file stands in its upper corner.</translation>
    </message>
    <message>
        <source>Trên điện thoại: quét mã này, chọn Tra cứu hồ sơ rồi gõ mã hồ sơ.</source>
        <translation>On your phone: scan this code, choose “Tra cứu hồ sơ”, and type the code of the file.</translation>
    </message>
    <message>
        <source>Tại trung tâm: đưa giấy hẹn cho cán bộ ở quầy trả kết quả.</source>
        <translation>Here: show the receipt to the official who hands out results.</translation>
    </message>
    <message>
        <source>Qua điện thoại: gọi %1 và đọc mã hồ sơ.</source>
        <translation>By telephone: call %1 and read out the code of the file.</translation>
    </message>
    <message>
        <source>Thủ tục theo lĩnh vực</source>
        <translation>Procedures by field</translation>
    </message>
    <message>
        <source>Chọn lĩnh vực để xem các thủ tục</source>
        <translation>Choose a field to see its procedures</translation>
    </message>
    <message>
        <source>Thông tin trung tâm</source>
        <translation>About this center</translation>
    </message>
    <message>
        <source>Giờ làm việc, quầy, lệ phí, hướng dẫn</source>
        <translation>Hours, counters, fees, guidance</translation>
    </message>
</context>
<context>
    <name>FindCard</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Xem tiếp %1/%2</source>
        <translation>Next %1/%2</translation>
    </message>
</context>
<context>
    <name>FindHall</name>
    <message>
        <source>Quầy %1</source>
        <translation>Counter %1</translation>
    </message>
    <message>
        <source>Quầy %1 (chưa mở)</source>
        <translation>Counter %1 (not open)</translation>
    </message>
    <message>
        <source>Ông/bà đang ở đây</source>
        <translation>You are here</translation>
    </message>
    <message>
        <source>Cửa vào</source>
        <translation>Entrance</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>FindHome</name>
    <message>
        <source>Theo lĩnh vực</source>
        <translation>By field</translation>
    </message>
    <message>
        <source>25 dịch vụ thiết yếu</source>
        <translation>25 essential services</translation>
    </message>
    <message>
        <source>Theo mã số</source>
        <translation>By code</translation>
    </message>
    <message>
        <source>Tra cứu hồ sơ</source>
        <translation>Status of a file</translation>
    </message>
    <message>
        <source>Thông tin trung tâm</source>
        <translation>About this center</translation>
    </message>
    <message>
        <source>Gõ việc cần làm, ví dụ: sổ đỏ</source>
        <translation>Type what you need, e.g. khai sinh</translation>
    </message>
    <message>
        <source>Lấy số</source>
        <translation>Take a number</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Hoặc chọn việc ông/bà đang cần</source>
        <translation>Or choose what you are here for</translation>
    </message>
    <message>
        <source>Việc khác</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>FindList</name>
    <message>
        <source>Câu diễn giải tự động, chỉ để dễ hiểu. Giấy tờ và thời hạn xem ở từng thủ tục bên dưới.</source>
        <translation>Put into words by a machine, only to help. What counts stands with each procedure below.</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Xem tiếp %1/%2</source>
        <translation>Next %1/%2</translation>
    </message>
</context>
<context>
    <name>FindProcedure</name>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Xem tiếp %1/%2</source>
        <translation>Next %1/%2</translation>
    </message>
    <message>
        <source>Đang in…</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>Xin lấy giấy</source>
        <translation>Take your paper</translation>
    </message>
    <message>
        <source>In danh sách</source>
        <translation>Print the list</translation>
    </message>
    <message>
        <source>Lấy số làm thủ tục này</source>
        <translation>Take a number for this</translation>
    </message>
</context>
<context>
    <name>FindSearch</name>
    <message>
        <source>Xem hết</source>
        <translation>See all</translation>
    </message>
    <message>
        <source>Hỏi cán bộ</source>
        <translation>Ask an official</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>Xoá hết</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>dấu cách</source>
        <translation>space</translation>
    </message>
</context>
</TS>
