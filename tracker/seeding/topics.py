"""What delegations look at: each field with its works, shortcomings, results and indicators, to be combined."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """What agencies report a number of: `low` to `high`, with `places` decimals."""

    name: str
    unit: str
    low: int
    high: int
    places: int = 0


@dataclass(frozen=True)
class Topic:
    """`works` continue "đẩy nhanh tiến độ …"; `faults` and `results` are clauses; `agencies` lead, by code."""

    title: str
    group: str
    agencies: tuple[str, ...]
    works: tuple[str, ...]
    faults: tuple[str, ...]
    results: tuple[str, ...]
    indicators: tuple[Indicator, ...]


TOPICS = (
    Topic(
        "Việc thực hiện các quy định, cơ chế, chính sách trong quản lý, phát triển công nghiệp",
        "Công nghiệp",
        ("SCT", "BQLKKT", "STC"),
        (
            "hoàn thiện hạ tầng kỹ thuật các khu công nghiệp, khu kinh tế",
            "thành lập và lấp đầy các cụm công nghiệp đã quy hoạch",
            "hình thành khu công nghiệp sinh thái, sử dụng năng lượng tái tạo",
            "kết nối doanh nghiệp trong nước với chuỗi cung ứng của doanh nghiệp FDI",
            "di dời cơ sở sản xuất gây ô nhiễm ra khỏi khu dân cư",
        ),
        (
            "hạ tầng ngoài hàng rào khu công nghiệp chưa đồng bộ",
            "tỷ lệ lấp đầy cụm công nghiệp còn thấp",
            "liên kết giữa doanh nghiệp trong nước và doanh nghiệp FDI còn lỏng lẻo",
        ),
        ("thu hút đầu tư vào khu công nghiệp vượt kế hoạch", "tỷ trọng công nghiệp công nghệ cao tăng qua các năm"),
        (
            Indicator("Số dự án thu hút vào khu công nghiệp", "dự án", 20, 260),
            Indicator("Tổng vốn đầu tư thu hút", "tỷ USD", 1, 26, 2),
            Indicator("Tỷ lệ lấp đầy cụm công nghiệp", "%", 35, 98, 1),
        ),
    ),
    Topic(
        "Công tác quản lý đê điều, phòng, chống thiên tai",
        "Nông nghiệp, môi trường",
        ("SNNMT", "SXD", "BCHQS"),
        (
            "tu bổ, nâng cấp hệ thống đê điều tuyến hữu sông Văn Úc",
            "xử lý vi phạm pháp luật về đê điều còn tồn đọng",
            "gia cố kè biển, trồng rừng chắn sóng",
            "cắm mốc chỉ giới hành lang bảo vệ đê điều",
            "rà soát phương án sơ tán dân vùng cửa sông, ven biển",
        ),
        (
            "vi phạm hành lang bảo vệ đê điều chậm được xử lý",
            "một số cống dưới đê xuống cấp chưa được thay thế",
            "vật tư dự trữ phòng, chống lụt bão chưa đủ định mức",
        ),
        ("các trọng điểm đê điều được xử lý trước mùa mưa bão", "lực lượng xung kích cấp xã được kiện toàn"),
        (
            Indicator("Chiều dài đê được tu bổ", "km", 3, 180, 1),
            Indicator("Số vụ vi phạm về đê điều đã xử lý", "vụ", 4, 240),
            Indicator("Số cống dưới đê được sửa chữa", "cống", 2, 60),
        ),
    ),
    Topic(
        "Việc quản lý, sử dụng đất đai và giải phóng mặt bằng các dự án",
        "Đất đai",
        ("SNNMT", "STC", "TTTP"),
        (
            "giải phóng mặt bằng các dự án trọng điểm",
            "cấp giấy chứng nhận quyền sử dụng đất lần đầu",
            "thu hồi đất các dự án chậm triển khai",
            "xây dựng khu tái định cư cho người dân bị thu hồi đất",
            "hoàn thiện cơ sở dữ liệu đất đai",
        ),
        (
            "nhiều dự án chậm tiến độ do vướng giải phóng mặt bằng",
            "hồ sơ địa chính chưa được cập nhật thường xuyên",
            "quỹ đất tái định cư chưa đáp ứng nhu cầu",
        ),
        ("tiến độ bồi thường, hỗ trợ được đẩy nhanh", "cơ sở dữ liệu đất đai được kết nối liên thông"),
        (
            Indicator("Diện tích đất đã thu hồi", "ha", 10, 950, 2),
            Indicator("Số giấy chứng nhận đã cấp", "giấy", 300, 24000),
            Indicator("Số dự án chậm tiến độ", "dự án", 3, 90),
        ),
    ),
    Topic(
        "Việc phân bổ, quản lý và giải ngân vốn đầu tư công",
        "Tài chính, ngân sách",
        ("STC", "KBNN", "UBTP"),
        (
            "giải ngân vốn đầu tư công các dự án chuyển tiếp",
            "quyết toán dự án hoàn thành",
            "xử lý nợ đọng xây dựng cơ bản",
            "điều chuyển vốn của các dự án không có khả năng giải ngân",
            "chuẩn bị đầu tư các dự án khởi công mới",
        ),
        (
            "tỷ lệ giải ngân vốn đầu tư công thấp hơn bình quân chung",
            "chất lượng chuẩn bị đầu tư còn hạn chế",
            "nhiều dự án hoàn thành chậm quyết toán",
        ),
        ("nợ đọng xây dựng cơ bản giảm mạnh", "nguồn lực được tập trung cho công trình trọng điểm"),
        (
            Indicator("Vốn đầu tư công đã giải ngân", "tỷ đồng", 400, 19000),
            Indicator("Tỷ lệ giải ngân", "%", 38, 99, 1),
            Indicator("Số dự án chậm quyết toán", "dự án", 2, 140),
        ),
    ),
    Topic(
        "Công tác quản lý quy hoạch, trật tự xây dựng và giao thông đô thị",
        "Xây dựng, giao thông",
        ("SXD", "CATP", "UBTP"),
        (
            "xây dựng các nút giao khác mức trên trục đường chính",
            "cải tạo hệ thống thoát nước, chống ngập úng",
            "xử lý công trình vi phạm trật tự xây dựng",
            "duy tu, bảo trì đường bộ và cầu yếu",
            "bố trí điểm trông giữ phương tiện, bãi đỗ xe công cộng",
        ),
        (
            "ùn tắc giờ cao điểm tại các tuyến vào cảng chưa được khắc phục",
            "vi phạm trật tự xây dựng phát hiện chậm",
            "ngập úng cục bộ sau mưa lớn còn xảy ra",
        ),
        ("nhiều tuyến giao thông trọng điểm được đưa vào khai thác", "số công trình vi phạm giảm so với kỳ trước"),
        (
            Indicator("Số công trình vi phạm trật tự xây dựng", "công trình", 5, 420),
            Indicator("Chiều dài đường được cải tạo", "km", 4, 320, 1),
            Indicator("Số điểm ngập úng đã xử lý", "điểm", 2, 45),
        ),
    ),
    Topic(
        "Việc phát triển nhà ở xã hội, nhà ở công nhân và cải tạo chung cư cũ",
        "Xây dựng, giao thông",
        ("SXD", "STC", "BQLKKT"),
        (
            "khởi công các dự án nhà ở xã hội đã có quỹ đất",
            "di dời các hộ dân khỏi chung cư cũ nguy hiểm cấp D",
            "bố trí quỹ đất 20% cho nhà ở xã hội",
            "xây dựng thiết chế công đoàn tại khu công nghiệp",
            "rút ngắn thủ tục xét duyệt đối tượng mua nhà ở xã hội",
        ),
        (
            "tiến độ các dự án nhà ở xã hội chậm so với kế hoạch",
            "việc di dời dân khỏi chung cư cũ gặp vướng mắc về bố trí tạm cư",
            "thông tin về dự án nhà ở xã hội chưa được công khai đầy đủ",
        ),
        ("số căn hộ nhà ở xã hội hoàn thành tăng qua các năm", "nhiều khu chung cư cũ được xây dựng lại"),
        (
            Indicator("Số căn hộ nhà ở xã hội hoàn thành", "căn", 120, 16000),
            Indicator("Số hộ dân đã di dời", "hộ", 40, 5200),
            Indicator("Diện tích sàn nhà ở bình quân", "m2/người", 18, 34, 1),
        ),
    ),
    Topic(
        "Việc cung cấp nước sạch nông thôn và bảo vệ nguồn nước ngọt",
        "Nông nghiệp, môi trường",
        ("SNNMT", "SYT", "SXD"),
        (
            "thay thế các nhà máy nước mini không bảo đảm chất lượng",
            "bảo vệ nguồn nước ngọt các sông Rế, Giá, Đa Độ",
            "kiểm soát chất lượng nước sạch nông thôn",
            "xử lý nguồn thải vào hệ thống thủy nông",
            "mở rộng mạng lưới cấp nước đến xã đảo",
        ),
        (
            "một số nhà máy nước nông thôn chất lượng chưa đạt quy chuẩn",
            "nguồn nước thô bị ô nhiễm do nước thải sinh hoạt",
            "tỷ lệ thất thoát nước còn cao",
        ),
        ("tỷ lệ hộ dân nông thôn dùng nước sạch đạt quy chuẩn tăng", "các trạm quan trắc nguồn nước được lắp đặt"),
        (
            Indicator("Tỷ lệ hộ dân dùng nước sạch đạt quy chuẩn", "%", 70, 100, 1),
            Indicator("Công suất cấp nước", "nghìn m3/ngày", 12, 420, 1),
            Indicator("Số điểm xả thải đã xử lý", "điểm", 3, 160),
        ),
    ),
    Topic(
        "Công tác bảo vệ môi trường, thu gom và xử lý chất thải rắn sinh hoạt",
        "Nông nghiệp, môi trường",
        ("SNNMT", "SXD", "CATP"),
        (
            "đóng cửa các bãi rác tạm, bãi rác quá tải",
            "phân loại chất thải rắn sinh hoạt tại nguồn",
            "xây dựng nhà máy đốt rác phát điện",
            "quan trắc tự động nước thải của các cơ sở lớn",
            "xử lý ô nhiễm tại các làng nghề",
        ),
        (
            "việc phân loại chất thải rắn tại nguồn còn hình thức",
            "nhiều bãi rác đã quá tải, gây ô nhiễm",
            "xử phạt vi phạm về môi trường chưa đủ sức răn đe",
        ),
        ("tỷ lệ thu gom chất thải rắn đô thị đạt cao", "các khu công nghiệp đều có trạm xử lý nước thải"),
        (
            Indicator("Khối lượng chất thải rắn thu gom", "tấn/ngày", 200, 2600),
            Indicator("Tỷ lệ thu gom chất thải rắn", "%", 72, 100, 1),
            Indicator("Số bãi rác đã đóng cửa", "bãi", 1, 90),
        ),
    ),
    Topic(
        "Việc đầu tư cơ sở vật chất và thực hiện chương trình giáo dục phổ thông",
        "Văn hóa, xã hội",
        ("SGDDT", "STC", "SNV"),
        (
            "bổ sung giáo viên còn thiếu theo định mức",
            "xây mới phòng học, nhà vệ sinh trường học",
            "công nhận lại trường đạt chuẩn quốc gia",
            "trang bị thiết bị dạy học tối thiểu",
            "chấn chỉnh thu, chi ngoài quy định tại trường học",
        ),
        (
            "thiếu giáo viên một số môn học mới",
            "sĩ số lớp học ở các phường trung tâm vượt quy định",
            "thiết bị dạy học chưa được bổ sung kịp thời",
        ),
        ("chất lượng giáo dục mũi nhọn giữ vững", "tỷ lệ trường đạt chuẩn quốc gia tăng"),
        (
            Indicator("Số phòng học xây mới", "phòng", 20, 1400),
            Indicator("Tỷ lệ trường đạt chuẩn quốc gia", "%", 48, 96, 1),
            Indicator("Số giáo viên còn thiếu", "người", 30, 2900),
        ),
    ),
    Topic(
        "Công tác khám, chữa bệnh bảo hiểm y tế và y tế cơ sở",
        "Văn hóa, xã hội",
        ("SYT", "BHXH", "STC"),
        (
            "mua sắm thuốc, vật tư y tế bảo đảm đủ cho người bệnh",
            "củng cố trạm y tế cấp xã sau sắp xếp",
            "thanh toán chi phí khám, chữa bệnh bảo hiểm y tế còn vướng mắc",
            "triển khai bệnh án điện tử",
            "nâng cấp bệnh viện tuyến khu vực",
        ),
        (
            "có thời điểm thiếu thuốc, vật tư y tế",
            "trạm y tế cấp xã thiếu bác sĩ",
            "chi phí bảo hiểm y tế vượt dự toán chậm được thanh toán",
        ),
        ("tỷ lệ bao phủ bảo hiểm y tế đạt chỉ tiêu", "nhiều kỹ thuật cao được triển khai tại địa phương"),
        (
            Indicator("Tỷ lệ bao phủ bảo hiểm y tế", "%", 86, 99, 2),
            Indicator("Số lượt khám, chữa bệnh", "nghìn lượt", 90, 4800),
            Indicator("Số giường bệnh trên một vạn dân", "giường", 24, 48, 1),
        ),
    ),
    Topic(
        "Công tác bảo tồn, phát huy giá trị di tích, di sản văn hóa",
        "Văn hóa, xã hội",
        ("SVHTTDL", "SXD", "STC"),
        (
            "tu bổ, chống xuống cấp các di tích quốc gia",
            "cắm mốc giới khu vực bảo vệ di tích",
            "số hóa hồ sơ di sản văn hóa",
            "phát huy giá trị di sản thiên nhiên vịnh Hạ Long – quần đảo Cát Bà",
            "giải tỏa lấn chiếm đất di tích",
        ),
        (
            "nhiều di tích xuống cấp chưa được bố trí vốn tu bổ",
            "việc quản lý tiền công đức chưa công khai",
            "hồ sơ di tích sau sắp xếp chưa được bàn giao đầy đủ",
        ),
        ("nguồn xã hội hóa cho tu bổ di tích tăng", "nhiều lễ hội được tổ chức văn minh, an toàn"),
        (
            Indicator("Số di tích được tu bổ", "di tích", 2, 160),
            Indicator("Kinh phí tu bổ di tích", "tỷ đồng", 4, 380, 1),
            Indicator("Số hồ sơ di sản đã số hóa", "hồ sơ", 10, 900),
        ),
    ),
    Topic(
        "Việc phát triển du lịch và quản lý dịch vụ du lịch",
        "Văn hóa, xã hội",
        ("SVHTTDL", "SXD", "CATP"),
        (
            "chấn chỉnh giá dịch vụ tại các khu du lịch",
            "nâng cấp bến tàu khách và tuyến vận tải ra đảo",
            "phát triển sản phẩm du lịch đêm",
            "đào tạo nhân lực du lịch",
            "quản lý tàu du lịch, nhà bè trên vịnh",
        ),
        (
            "sản phẩm du lịch còn mang tính mùa vụ",
            "hạ tầng bến bãi quá tải vào mùa cao điểm",
            "nhân lực du lịch chất lượng cao còn thiếu",
        ),
        ("lượng khách du lịch tăng nhanh", "môi trường du lịch được chấn chỉnh"),
        (
            Indicator("Tổng lượt khách du lịch", "nghìn lượt", 300, 14000),
            Indicator("Doanh thu từ du lịch", "tỷ đồng", 200, 17000),
            Indicator("Số cơ sở lưu trú được xếp hạng", "cơ sở", 20, 640),
        ),
    ),
    Topic(
        "Công tác cải cách hành chính và cung cấp dịch vụ công trực tuyến",
        "Pháp chế, nội chính",
        ("SNV", "SKHCN", "VPUB"),
        (
            "cắt giảm thủ tục hành chính không cần thiết",
            "vận hành trung tâm phục vụ hành chính công cấp xã",
            "số hóa kết quả giải quyết thủ tục hành chính",
            "nâng chất lượng dịch vụ công trực tuyến toàn trình",
            "khắc phục tình trạng hồ sơ quá hạn",
        ),
        (
            "hồ sơ quá hạn trong lĩnh vực đất đai còn nhiều",
            "thiết bị của bộ phận một cửa cấp xã chưa đồng bộ",
            "tỷ lệ hồ sơ trực tuyến toàn trình chưa thực chất",
        ),
        ("chỉ số cải cách hành chính thuộc nhóm dẫn đầu", "mức độ hài lòng của người dân tăng"),
        (
            Indicator("Tỷ lệ hồ sơ giải quyết đúng hạn", "%", 88, 100, 2),
            Indicator("Số thủ tục hành chính được cắt giảm", "thủ tục", 5, 420),
            Indicator("Chỉ số hài lòng của người dân", "%", 80, 96, 2),
        ),
    ),
    Topic(
        "Việc thực hiện chuyển đổi số và phát triển hạ tầng số",
        "Khoa học, công nghệ",
        ("SKHCN", "SNV", "VPUB"),
        (
            "hoàn thiện kho dữ liệu dùng chung",
            "phủ sóng băng rộng tại các xã đảo",
            "bảo đảm an toàn hệ thống thông tin theo cấp độ",
            "phát triển nền tảng học tập số cho cán bộ, công chức",
            "kết nối, chia sẻ dữ liệu giữa các sở, ngành",
        ),
        (
            "dữ liệu giữa các ngành chưa được chia sẻ",
            "nhiều hệ thống chưa được phê duyệt cấp độ an toàn",
            "nhân lực công nghệ thông tin cấp xã còn mỏng",
        ),
        ("kinh tế số đóng góp ngày càng lớn", "hạ tầng số được mở rộng"),
        (
            Indicator("Tỷ trọng kinh tế số trong GRDP", "%", 12, 39, 1),
            Indicator("Số trạm BTS 5G", "trạm", 20, 2900),
            Indicator("Số hệ thống được phê duyệt cấp độ", "hệ thống", 8, 310),
        ),
    ),
    Topic(
        "Công tác đào tạo nghề, giải quyết việc làm và quan hệ lao động",
        "Văn hóa, xã hội",
        ("SNV", "BQLKKT", "SGDDT"),
        (
            "đào tạo nghề gắn với nhu cầu của doanh nghiệp",
            "thu hồi nợ đọng bảo hiểm xã hội",
            "hỗ trợ lao động mất việc làm",
            "thanh tra an toàn, vệ sinh lao động",
            "kết nối cung – cầu lao động",
        ),
        (
            "nợ đọng bảo hiểm xã hội còn kéo dài",
            "cơ cấu ngành nghề đào tạo chưa sát nhu cầu",
            "tai nạn lao động chưa giảm bền vững",
        ),
        ("tỷ lệ lao động qua đào tạo tăng", "quan hệ lao động cơ bản hài hòa, ổn định"),
        (
            Indicator("Số lao động được giải quyết việc làm", "nghìn người", 5, 96, 1),
            Indicator("Tỷ lệ lao động qua đào tạo có chứng chỉ", "%", 28, 52, 1),
            Indicator("Số tiền nợ bảo hiểm xã hội đã thu hồi", "tỷ đồng", 6, 540, 1),
        ),
    ),
    Topic(
        "Việc thực hiện chính sách giảm nghèo và trợ giúp xã hội",
        "Văn hóa, xã hội",
        ("SYT", "SNNMT", "STC"),
        (
            "xóa nhà tạm, nhà dột nát cho hộ nghèo",
            "rà soát đối tượng bảo trợ xã hội sau sắp xếp",
            "chi trả trợ cấp qua tài khoản",
            "hỗ trợ sinh kế cho hộ mới thoát nghèo",
            "nâng cấp cơ sở trợ giúp xã hội công lập",
        ),
        (
            "một số đối tượng chậm được hưởng trợ cấp",
            "nguy cơ tái nghèo ở vùng ven biển còn cao",
            "cơ sở trợ giúp xã hội quá tải",
        ),
        ("tỷ lệ hộ nghèo giảm sâu", "chuẩn trợ giúp xã hội được nâng"),
        (
            Indicator("Tỷ lệ hộ nghèo", "%", 0, 4, 2),
            Indicator("Số nhà được hỗ trợ sửa chữa", "nhà", 12, 1900),
            Indicator("Số đối tượng được trợ cấp hằng tháng", "nghìn người", 4, 130, 1),
        ),
    ),
    Topic(
        "Việc chấp hành pháp luật về phòng cháy, chữa cháy và cứu nạn, cứu hộ",
        "Pháp chế, nội chính",
        ("CATP", "SXD", "SCT"),
        (
            "khắc phục vi phạm về phòng cháy tại nhà trọ, chung cư mini",
            "bổ sung trụ nước chữa cháy đô thị",
            "kiểm tra an toàn phòng cháy tại chợ, trung tâm thương mại",
            "trang bị phương tiện chữa cháy trên sông, biển",
            "xử lý công trình đã hoạt động khi chưa nghiệm thu phòng cháy",
        ),
        (
            "nhiều công trình chưa nghiệm thu về phòng cháy đã đưa vào sử dụng",
            "trụ nước chữa cháy còn thiếu so với quy hoạch",
            "nhận thức của một bộ phận chủ cơ sở còn hạn chế",
        ),
        ("số vụ cháy và thiệt hại giảm", "các mô hình tổ liên gia an toàn phát huy hiệu quả"),
        (
            Indicator("Số vụ cháy", "vụ", 6, 240),
            Indicator("Số trụ nước chữa cháy lắp mới", "trụ", 8, 700),
            Indicator("Số cơ sở đã khắc phục vi phạm", "cơ sở", 10, 1300),
        ),
    ),
    Topic(
        "Công tác bảo đảm trật tự, an toàn giao thông",
        "Pháp chế, nội chính",
        ("CATP", "SXD", "SGDDT"),
        (
            "xóa lối đi tự mở qua đường sắt",
            "xử lý xe quá tải trên các tuyến ra cảng",
            "lắp đặt hệ thống giám sát giao thông thông minh",
            "tổ chức lại giao thông khu vực cổng trường",
            "xử lý điểm đen tai nạn giao thông",
        ),
        (
            "xe quá tải còn hoạt động trên đường tỉnh",
            "nhiều lối đi tự mở qua đường sắt chưa được xóa",
            "tai nạn giao thông liên quan học sinh chưa giảm",
        ),
        ("tai nạn giao thông giảm cả ba tiêu chí", "camera giám sát phát huy hiệu quả"),
        (
            Indicator("Số vụ tai nạn giao thông", "vụ", 12, 420),
            Indicator("Số lối đi tự mở đã xóa", "lối", 1, 70),
            Indicator("Số trường hợp vi phạm đã xử lý", "nghìn trường hợp", 3, 160, 1),
        ),
    ),
    Topic(
        "Việc thực hiện dự toán thu, chi ngân sách và chống thất thu thuế",
        "Tài chính, ngân sách",
        ("STC", "THUE", "HQKV"),
        (
            "thu hồi nợ thuế, tiền thuê đất còn tồn đọng",
            "đôn đốc nộp tiền sử dụng đất các dự án đã giao",
            "chống thất thu trong kinh doanh thương mại điện tử",
            "thực hiện kiến nghị của Kiểm toán nhà nước",
            "sắp xếp, xử lý tài sản công dôi dư",
        ),
        (
            "nợ thuế, nợ tiền thuê đất còn lớn",
            "kiến nghị của Kiểm toán nhà nước chậm thực hiện",
            "tài sản công dôi dư chậm được xử lý",
        ),
        ("thu nội địa vượt dự toán", "chi thường xuyên được tiết kiệm"),
        (
            Indicator("Thu ngân sách nội địa", "tỷ đồng", 300, 62000),
            Indicator("Nợ thuế đã thu hồi", "tỷ đồng", 20, 3400, 1),
            Indicator("Tỷ lệ thực hiện kiến nghị kiểm toán", "%", 52, 100, 1),
        ),
    ),
    Topic(
        "Việc đầu tư, khai thác cảng biển và phát triển dịch vụ logistics",
        "Xây dựng, giao thông",
        ("SXD", "BQLKKT", "HQKV"),
        (
            "nạo vét luồng vào các bến cảng khu vực Lạch Huyện",
            "xây dựng trung tâm logistics cấp vùng",
            "kết nối đường sắt vào cảng nước sâu",
            "số hóa thủ tục thông quan tại cảng",
            "di dời các bến cảng cũ trên sông Cấm",
        ),
        (
            "kết nối giữa cảng biển với đường sắt còn yếu",
            "chi phí logistics còn cao",
            "tiến độ di dời các bến cảng cũ chậm",
        ),
        ("sản lượng hàng hóa qua cảng tăng trưởng hai con số", "các bến nước sâu được đưa vào khai thác"),
        (
            Indicator("Sản lượng hàng hóa qua cảng", "triệu tấn", 12, 212, 1),
            Indicator("Thời gian thông quan bình quân", "giờ", 2, 46, 1),
            Indicator("Số tuyến vận tải quốc tế", "tuyến", 4, 60),
        ),
    ),
    Topic(
        "Công tác quản lý chợ, an toàn thực phẩm và bảo vệ người tiêu dùng",
        "Công nghiệp",
        ("SCT", "SYT", "SNNMT"),
        (
            "chuyển đổi mô hình quản lý chợ truyền thống",
            "kiểm soát giết mổ gia súc, gia cầm nhỏ lẻ",
            "giải tỏa chợ cóc, chợ tạm",
            "truy xuất nguồn gốc nông sản đưa vào trường học",
            "kiểm tra bếp ăn tập thể trong khu công nghiệp",
        ),
        (
            "nhiều chợ xuống cấp, không bảo đảm vệ sinh",
            "giết mổ nhỏ lẻ chưa được kiểm soát",
            "việc hậu kiểm an toàn thực phẩm còn mỏng",
        ),
        ("không để xảy ra ngộ độc thực phẩm quy mô lớn", "chuỗi cung ứng thực phẩm an toàn được mở rộng"),
        (
            Indicator("Số chợ được chuyển đổi mô hình", "chợ", 1, 140),
            Indicator("Số cơ sở được kiểm tra an toàn thực phẩm", "cơ sở", 60, 9800),
            Indicator("Số chuỗi thực phẩm an toàn", "chuỗi", 2, 85),
        ),
    ),
    Topic(
        "Việc thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
        "Nông nghiệp, môi trường",
        ("SNNMT", "STC", "SXD"),
        (
            "hoàn thành tiêu chí nông thôn mới kiểu mẫu",
            "tích tụ ruộng đất, phát triển vùng sản xuất hàng hóa",
            "phát triển sản phẩm OCOP",
            "kiên cố hóa kênh mương nội đồng",
            "xử lý nợ đọng trong xây dựng nông thôn mới",
        ),
        (
            "tiêu chí môi trường ở một số xã thiếu bền vững",
            "ruộng đất còn manh mún, bỏ hoang",
            "sản phẩm OCOP khó vào hệ thống phân phối",
        ),
        ("hạ tầng nông thôn đổi thay rõ nét", "thu nhập của người dân nông thôn tăng"),
        (
            Indicator("Số xã đạt chuẩn nông thôn mới kiểu mẫu", "xã", 2, 110),
            Indicator("Số sản phẩm OCOP", "sản phẩm", 12, 680),
            Indicator("Thu nhập bình quân người dân nông thôn", "triệu đồng", 42, 98, 1),
        ),
    ),
    Topic(
        "Công tác tiếp công dân, giải quyết khiếu nại, tố cáo",
        "Pháp chế, nội chính",
        ("TTTP", "VPUB", "SNNMT"),
        (
            "giải quyết dứt điểm các vụ khiếu nại đông người, kéo dài",
            "thi hành các quyết định giải quyết khiếu nại đã có hiệu lực",
            "thực hiện nghiêm lịch tiếp công dân của người đứng đầu",
            "cập nhật cơ sở dữ liệu quốc gia về khiếu nại, tố cáo",
            "thu hồi tiền, đất theo kết luận thanh tra",
        ),
        (
            "một số vụ việc kéo dài chưa được giải quyết dứt điểm",
            "tỷ lệ thu hồi theo kết luận thanh tra còn thấp",
            "người đứng đầu ủy quyền tiếp công dân nhiều lần",
        ),
        ("số đoàn đông người giảm", "tỷ lệ giải quyết đơn thuộc thẩm quyền đạt cao"),
        (
            Indicator("Số đơn thuộc thẩm quyền đã giải quyết", "đơn", 20, 2600),
            Indicator("Tỷ lệ giải quyết đơn", "%", 72, 100, 1),
            Indicator("Số tiền đã thu hồi theo kết luận thanh tra", "tỷ đồng", 1, 310, 1),
        ),
    ),
    Topic(
        "Việc sắp xếp đơn vị hành chính và vận hành chính quyền địa phương 2 cấp",
        "Pháp chế, nội chính",
        ("SNV", "STC", "UBTP"),
        (
            "bố trí, sử dụng trụ sở dôi dư sau sắp xếp",
            "phân cấp, ủy quyền cho cấp xã",
            "bố trí công chức chuyên môn còn thiếu ở cấp xã",
            "giải quyết chế độ cho cán bộ, công chức nghỉ việc",
            "bàn giao hồ sơ, tài liệu lưu trữ",
        ),
        (
            "cấp xã thiếu công chức chuyên môn về đất đai, xây dựng",
            "trụ sở dôi dư chậm được bố trí, sử dụng",
            "một số nhiệm vụ phân cấp chưa đi kèm nguồn lực",
        ),
        ("bộ máy mới hoạt động thông suốt", "chế độ cho người nghỉ việc được chi trả kịp thời"),
        (
            Indicator("Số trụ sở dôi dư đã bố trí", "trụ sở", 2, 480),
            Indicator("Số nhiệm vụ phân cấp cho cấp xã", "nhiệm vụ", 10, 900),
            Indicator("Số công chức được tăng cường về cấp xã", "người", 5, 620),
        ),
    ),
)
