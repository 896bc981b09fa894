"""Sentences to be filled in: {work} and {fault} come from the topic, {where} and {who} from the council."""

from __future__ import annotations

REQUESTS = (
    "Chỉ đạo, đẩy nhanh tiến độ {work} trên địa bàn {where}, bảo đảm chất lượng và đúng quy định của pháp luật.",
    "Khẩn trương rà soát, có giải pháp {work}; báo cáo kết quả với Thường trực Hội đồng nhân dân.",
    "Xây dựng kế hoạch {work} tại {where}, xác định rõ lộ trình, nguồn lực và trách nhiệm của từng cơ quan.",
    "Phối hợp với các cơ quan liên quan {work}; kịp thời tháo gỡ khó khăn, vướng mắc phát sinh tại {where}.",
    "Tăng cường thanh tra, kiểm tra việc {work}; xử lý nghiêm các trường hợp vi phạm trên địa bàn {where}.",
    "Tham mưu cơ quan có thẩm quyền bố trí kinh phí để {work} trong kế hoạch năm {year}.",
    "Khắc phục tình trạng {fault}; tập trung {work} tại {where} trước ngày {day}.",
    "Rà soát, sửa đổi các quy định không còn phù hợp; công khai tiến độ {work} để cử tri giám sát.",
    "Ứng dụng công nghệ thông tin trong quản lý, theo dõi việc {work}; cập nhật dữ liệu hằng quý.",
    "Kiểm điểm trách nhiệm tập thể, cá nhân để xảy ra tình trạng {fault}; có biện pháp {work} trong quý tới.",
    "Ưu tiên nguồn lực {work} tại {where}; định kỳ 6 tháng báo cáo tiến độ với Ban của Hội đồng nhân dân.",
    "Tuyên truyền, vận động Nhân dân tham gia giám sát việc {work}; giải quyết dứt điểm kiến nghị của cử tri {where}.",
)
ANSWER = (
    "Cơ quan đã tập trung {work} tại {where}; {result}. Khó khăn: {fault}. "
    "Thời gian tới tiếp tục thực hiện theo kế hoạch."
)
REPORT_INCOMPLETE = "Rà soát lại số liệu trong bảng, nêu rõ nguồn và cách tính."
REPORT_WAIVED = "Nội dung không thuộc phạm vi quản lý của cơ quan."
REPORT_LATE = "Chờ số liệu của các đơn vị trực thuộc."
TOPIC_REASONS = (
    "Cử tri nhiều lần phản ánh tình trạng {fault}; cần đánh giá việc {work}.",
    "Việc {work} còn chậm, {fault}; chưa được giám sát chuyên đề trong thời gian gần đây.",
)
TOPIC_OBJECT = "Ủy ban nhân dân và các cơ quan, đơn vị có liên quan"
DELIVERABLES = (
    "Kế hoạch thực hiện được phê duyệt và báo cáo kết quả",
    "Báo cáo kết quả rà soát kèm danh mục cụ thể",
    "Quyết định phê duyệt của cấp có thẩm quyền",
    "Biên bản nghiệm thu, bàn giao đưa vào sử dụng",
    "Tờ trình và dự thảo nghị quyết trình Hội đồng nhân dân",
    "Báo cáo kết quả thanh tra, kiểm tra và xử lý vi phạm",
    "Văn bản bố trí kinh phí và báo cáo giải ngân",
)
CONDITIONS = (
    "Văn bản phê duyệt của cấp có thẩm quyền",
    "Báo cáo kết quả có xác nhận của cơ quan phối hợp",
    "Biên bản nghiệm thu hoặc bàn giao",
    "Danh mục đã rà soát, công khai trên cổng thông tin",
    "Kết quả kiểm tra thực tế của Ban Hội đồng nhân dân",
)
PLANS = (
    "Thành lập tổ công tác; rà soát trong tháng đầu, triển khai từ tháng thứ hai, tổng kết trước thời hạn 15 ngày.",
    "Giao phòng chuyên môn chủ trì; phối hợp các đơn vị liên quan lập danh mục, tiến độ, dự toán từng hạng mục.",
    "Lập kế hoạch chi tiết theo tuần; định kỳ cuối tháng báo cáo lãnh đạo; bố trí kinh phí từ nguồn thường xuyên.",
    "Khảo sát hiện trạng, lấy ý kiến cơ quan liên quan, trình phê duyệt phương án rồi tổ chức thực hiện.",
)
PROGRESS = (
    "Cơ quan đã ban hành kế hoạch, phân công cán bộ phụ trách; đang tổng hợp số liệu để {work}.",
    "Đã làm việc với các đơn vị liên quan, thống nhất phương án {work}; dự kiến hoàn thành trong quý tới.",
    "Đã hoàn thành bước khảo sát; hồ sơ trình duyệt để {work} đang được thẩm định.",
)
PARTLY = (
    "Đã hoàn thành {percent}% khối lượng việc {work}; phần còn lại chờ bố trí kinh phí.",
    "Đã {work} tại một số địa bàn; các địa bàn còn lại đang vướng thủ tục.",
)
DONE = (
    "Đã hoàn thành việc {work} theo đúng yêu cầu; kết quả nêu tại văn bản kèm theo.",
    "Đã tổ chức {work}, tình trạng {fault} cơ bản được khắc phục; hồ sơ minh chứng gửi kèm.",
    "Việc {work} đã hoàn thành, được nghiệm thu và đưa vào sử dụng.",
)
DIFFICULTIES = (
    "",
    "",
    "Nguồn kinh phí bố trí chậm so với tiến độ.",
    "Quy định của pháp luật giữa các ngành còn chồng chéo, phải xin ý kiến bộ, ngành trung ương.",
    "Một số hộ dân chưa đồng thuận, phải tiếp tục vận động.",
)
ACCEPTED = (
    "Đã kiểm tra hồ sơ, kết quả đáp ứng yêu cầu của kiến nghị.",
    "Thống nhất với báo cáo của cơ quan; sản phẩm đầy đủ.",
    "Đã khảo sát thực tế, xác nhận hoàn thành.",
)
RETURNED = (
    "Báo cáo chưa có số liệu cụ thể, đề nghị bổ sung danh mục và văn bản chứng minh.",
    "Minh chứng chưa phù hợp với điều kiện đóng của kiến nghị, đề nghị gửi lại.",
    "Kết quả mới dừng ở kế hoạch, chưa có sản phẩm theo yêu cầu.",
)
REMAINING = (
    "Hoàn thành phần việc còn lại tại các địa bàn chưa triển khai.",
    "Bổ sung văn bản phê duyệt của cấp có thẩm quyền và quyết toán kinh phí.",
    "Tiếp tục xử lý các trường hợp còn vướng mắc, báo cáo lại trước thời hạn.",
)
WAIVED = (
    "Quy định của trung ương đã thay đổi nên kiến nghị không còn cơ sở thực hiện.",
    "Nhiệm vụ đã được cấp có thẩm quyền giao cho cơ quan khác thực hiện.",
)
NOT_DONE = (
    "Đã quá hạn nhiều tháng, cơ quan không thực hiện và không có giải trình hợp lý.",
    "Sau đôn đốc và yêu cầu giải trình, cơ quan vẫn chưa triển khai.",
)
WITHDRAWN = (
    "Nội dung đã được quy định trong nghị quyết mới của Hội đồng nhân dân.",
    "Trùng với kiến nghị đã ban hành trước đó.",
)
RECONSIDER = (
    "Nội dung vượt thẩm quyền của cơ quan, đề nghị xem xét lại cơ quan chủ trì.",
    "Thời hạn không phù hợp với tiến độ bố trí vốn trung hạn, đề nghị xem xét lại.",
)
ROADMAP = (
    ("Hoàn thành thủ tục và 30% khối lượng", "Báo cáo kết quả năm thứ nhất"),
    ("Hoàn thành thêm 40% khối lượng", "Báo cáo kết quả năm thứ hai"),
    ("Hoàn thành toàn bộ", "Biên bản nghiệm thu"),
)

FINDINGS = {
    "achievement": (
        "Trong kỳ giám sát, {result}; công tác chỉ đạo, điều hành tại {where} có nhiều chuyển biến tích cực.",
        "Các cơ quan đã triển khai nghiêm túc các quy định; {result}, được cử tri {where} ghi nhận.",
    ),
    "limitation": (
        "Việc {work} còn chậm; {fault}, nhất là tại {where}.",
        "Qua giám sát tại {where} cho thấy {fault}; trách nhiệm phối hợp giữa các cơ quan chưa rõ.",
    ),
    "difficulty": (
        "Cơ quan gặp khó khăn về nguồn lực khi {work}; {fault}.",
        "Quy định của pháp luật còn chồng chéo, gây vướng mắc cho việc {work} tại {where}.",
    ),
}
CAUSES = (
    "Nguồn lực bố trí chưa tương xứng với nhiệm vụ được giao.",
    "Công tác phối hợp giữa các cơ quan chưa chặt chẽ, có việc còn né tránh.",
    "Hệ thống văn bản hướng dẫn thi hành thay đổi nhiều, chậm được cụ thể hóa.",
    "Người đứng đầu một số đơn vị chưa quyết liệt chỉ đạo.",
    "Công tác kiểm tra, đôn đốc chưa thường xuyên.",
)
COMMENTS = {
    "agree": ("", "Cơ quan thống nhất với nội dung phát hiện và sẽ có biện pháp khắc phục."),
    "partly": ("Đề nghị ghi rõ thêm nguyên nhân khách quan do thay đổi quy định của trung ương.",),
    "disagree": ("Số liệu nêu trong phát hiện chưa cập nhật kết quả thực hiện sáu tháng gần nhất.",),
}
REJECTED = ("Nội dung chưa đủ căn cứ, số liệu không khớp với báo cáo của cơ quan.", "Trùng với phát hiện đã ghi nhận.")
CORRECTED = "Cập nhật theo số liệu đã được cơ quan báo cáo bổ sung."

STATEMENTS = {
    "report": ("Cơ quan báo cáo: {result}; tuy nhiên {fault}.",),
    "opinion": (
        "Đề nghị làm rõ nguyên nhân {fault} và giải pháp {work} trong thời gian tới.",
        "Cần đánh giá kỹ hơn hiệu quả của việc {work}, so sánh với các địa phương khác.",
    ),
    "acknowledgement": ("Ghi nhận các cơ quan đã chuẩn bị báo cáo nghiêm túc, bám sát đề cương; {result}.",),
    "request": (
        "Đề nghị các cơ quan tập trung {work}, sớm khắc phục tình trạng {fault}.",
        "Yêu cầu người đứng đầu trực tiếp chỉ đạo việc {work}, báo cáo kết quả với Đoàn giám sát.",
    ),
    "commitment": (
        "Đoàn giám sát tiếp thu, tổng hợp kiến nghị của cơ quan về việc {work} để báo cáo Hội đồng nhân dân.",
    ),
    "conclusion": ("Kết luận: giao các cơ quan khẩn trương {work}; bổ sung báo cáo trong vòng 5 ngày làm việc.",),
}
MINUTES = (
    "Đoàn giám sát làm việc với {who} về nội dung: {title}.\n"
    "Cơ quan báo cáo tình hình, các thành viên Đoàn thảo luận, làm rõ tình trạng {fault}.\n"
    "Trưởng đoàn kết luận, đề nghị tập trung {work}. Biên bản được thông qua tại cuộc làm việc."
)
PROPOSALS = (
    "Đề nghị Hội đồng nhân dân ban hành cơ chế hỗ trợ kinh phí để {work}.",
    "Đề nghị bổ sung biên chế, trang thiết bị phục vụ việc {work} tại {where}.",
    "Kiến nghị sửa đổi quy định, phân cấp mạnh hơn cho cấp xã trong việc {work}.",
    "Đề nghị ưu tiên vốn đầu tư công trung hạn nhằm khắc phục tình trạng {fault}.",
)
POLICIES = (
    "Nghị quyết quy định chính sách hỗ trợ {work}",
    "Nghị quyết về cơ chế, nguồn lực để {work}",
    "Nghị quyết về một số giải pháp khắc phục tình trạng {fault}",
    "Nghị quyết quy định mức chi bảo đảm cho việc {work} tại {where}",
)
POLICY_SUMMARIES = (
    "Đối tượng, mức hỗ trợ, nguồn kinh phí và trách nhiệm tổ chức thực hiện việc {work}.",
    "Quy định trình tự, thẩm quyền và lộ trình {work}; khắc phục tình trạng {fault}.",
)
WITHDRAWN_POLICIES = (
    "Trung ương đã có quy định thống nhất trong cả nước.",
    "Chưa bố trí được nguồn kinh phí thực hiện; rút để chuẩn bị thêm.",
)
NOT_READY = (
    "Dự toán kinh phí chưa có nguồn bảo đảm; cần bổ sung thuyết minh.",
    "Đối tượng áp dụng chưa rõ, còn trùng với nghị quyết đang thi hành.",
    "Chưa có đánh giá tác động đối với cấp xã.",
)
POLICY_REVIEWS = (
    "Rà soát định kỳ sau thời gian thi hành.",
    "Luật mới có hiệu lực, cần đối chiếu.",
)
ANSWERS = (
    "Đã tổng hợp vào chương trình xây dựng nghị quyết của Hội đồng nhân dân.",
    "Chuyển cơ quan chuyên môn xem xét, trả lời theo thẩm quyền.",
    "Nội dung đã có quy định, đề nghị cơ quan thực hiện theo quy định hiện hành.",
)
EVIDENCE = (
    "Báo cáo của cơ quan, biên bản làm việc và kết quả khảo sát thực tế.",
    "Hồ sơ, tài liệu do cơ quan cung cấp; ảnh chụp tại hiện trường.",
    "Số liệu tại báo cáo và ý kiến cử tri qua tiếp xúc.",
)
SKIPPED = "Yêu cầu giải trình ngay vì đã đôn đốc mà không có trả lời."
URGE_NOTES = (
    "Đề nghị báo cáo tiến độ, nêu rõ nguyên nhân chậm.",
    "Đôn đốc lần tiếp theo, yêu cầu trả lời bằng văn bản.",
)
CLOSING = "Các cơ quan đã hoàn thành nhiệm vụ được giao; Đoàn giám sát kết thúc hoạt động."
