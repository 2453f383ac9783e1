"""Vietnamese."""

from corpus.languages.language import Language, Words

LANGUAGE = Language(
    code="vi",
    name="Vietnamese",
    months=(
        "tháng_1 tháng_một tháng_giêng tháng_01 thg_1",
        "tháng_2 tháng_hai tháng_02 thg_2",
        "tháng_3 tháng_ba tháng_03 thg_3",
        "tháng_4 tháng_tư tháng_04 thg_4",
        "tháng_5 tháng_năm tháng_05 thg_5",
        "tháng_6 tháng_sáu tháng_06 thg_6",
        "tháng_7 tháng_bảy tháng_07 thg_7",
        "tháng_8 tháng_tám tháng_08 thg_8",
        "tháng_9 tháng_chín tháng_09 thg_9",
        "tháng_10 tháng_mười thg_10",
        "tháng_11 tháng_mười_một thg_11",
        "tháng_12 tháng_mười_hai tháng_chạp thg_12",
    ),
    weekdays=(
        "thứ_hai thứ_ba thứ_tư thứ_năm thứ_sáu thứ_bảy chủ_nhật thứ_2 thứ_3 thứ_4 thứ_5 thứ_6 "
        "thứ_7"
    ),
    by=Words(
        forms=(
            "tác giả:", "tác giả", "người viết:", "viết bởi", "đăng bởi", "bài:", "bài và ảnh",
            "bài viết:", "thực hiện:", "phóng viên:", "biên tập:", "bình luận:", "phỏng vấn:",
        ),
        example="Tác giả: Trần Thị Mẫu",
    ),
    by_alone=Words(
        forms=(
            "bởi", "theo",
        ),
        example="Theo Trần Thị Mẫu",
    ),
    published=Words(
        forms=(
            "đăng ngày", "ngày đăng", "đăng lúc", "đăng tải", "xuất bản", "xuất bản ngày",
            "ngày xuất bản", "phát hành", "ngày:", "công bố", "thời gian đăng",
        ),
        example="Ngày đăng: 5 tháng 3 năm 2020",
    ),
    updated=Words(
        forms=(
            "cập nhật", "cập nhật:", "cập nhật lúc", "cập nhật ngày", "cập nhật lần cuối",
            "lần cập nhật cuối", "sửa đổi", "chỉnh sửa lần cuối",
        ),
        example="Cập nhật lúc: 6 tháng 3 năm 2020",
    ),
    bodies=Words(
        forms=(
            "Ban biên tập", "Tòa soạn", "Toà soạn", "Tổng biên tập", "Biên tập viên",
            "Thư ký tòa soạn", "Phóng viên", "Nhóm phóng viên", "PV", "Nhà báo", "Cộng tác viên",
            "CTV", "Thông tấn xã", "Hãng tin", "Bạn đọc", "Thư bạn đọc", "Thông cáo báo chí",
            "Khách mời", "Chuyên gia", "Quản trị viên", "Admin", "TTXVN", "TTX", "AFP", "Reuters",
            "AP",
        ),
        example="Nhóm phóng viên, TTXVN",
    ),
    more=Words(
        forms=(
            "Đọc thêm", "Xem thêm", "Đọc tiếp", "Xem tiếp", "Đọc ngay", "Đọc toàn bộ",
            "Xem chi tiết", "Chi tiết", "Tin liên quan", "Bài liên quan", "Liên quan", "Mời đọc",
            "Mời xem", "Nghe thêm", "Tìm hiểu thêm", "Video:",
        ),
        example="Xem thêm: Cây cầu không ai muốn",
    ),
    related=Words(
        forms=(
            "Tin liên quan", "Bài liên quan", "Bài viết liên quan", "Tin tức liên quan",
            "Chủ đề liên quan", "Nội dung liên quan", "Có thể bạn quan tâm", "Có thể bạn thích",
            "Bạn có thể quan tâm", "Tin cùng chuyên mục", "Cùng chuyên mục", "Tin khác",
            "Bài khác", "Tin tức khác", "Các tin khác", "Xem thêm", "Đọc thêm", "Đề xuất",
            "Gợi ý cho bạn", "Đọc nhiều", "Đọc nhiều nhất", "Xem nhiều", "Xem nhiều nhất",
            "Tin đọc nhiều", "Tin mới", "Tin mới nhất", "Mới nhất", "Bài mới nhất", "Tin nổi bật",
            "Nổi bật", "Phổ biến", "Chủ đề", "Từ khóa", "Từ khoá", "Thẻ", "Tags", "Bình luận",
            "Ý kiến", "Ý kiến bạn đọc", "Ý kiến của bạn", "Để lại bình luận", "Gửi bình luận",
            "Viết bình luận", "Về tác giả", "Bài tiếp theo", "Bài trước", "Chia sẻ",
            "Thư viện ảnh",
        ),
        example="Tin cùng chuyên mục",
    ),
    requests=Words(
        forms=(
            "Đăng ký", "Đăng ký nhận", "Đăng ký ngay", "Đăng nhập", "Theo dõi",
            "Theo dõi chúng tôi", "Tham gia", "Tải ứng dụng", "Tải app", "Ủng hộ",
            "Ủng hộ chúng tôi", "Quyên góp", "Nhận tin", "Nhận bản tin", "Bài viết này chỉ",
            "Nội dung này", "Để đọc tiếp", "Bản tin", "Chia sẻ", "Chia sẻ bài viết",
            "Sao chép liên kết", "In bài", "Gửi email", "Nghe bài viết", "Nghe", "Thời gian đọc",
            "Quảng cáo", "Địa chỉ email", "Email của bạn", "Liên hệ", "Gửi ý kiến", "Báo lỗi",
            "Bình chọn", "Lưu bài",
        ),
        example="Đăng ký nhận bản tin của chúng tôi",
    ),
    consent=Words(
        forms=(
            "Chúng tôi sử dụng cookie", "Trang web này sử dụng cookie",
            "Website này sử dụng cookie", "Chúng tôi và các đối tác", "Chính sách bảo mật",
            "Chính sách quyền riêng tư", "Chính sách cookie", "Cài đặt cookie", "Chấp nhận",
            "Chấp nhận tất cả", "Đồng ý", "Từ chối", "Nội dung bên ngoài", "Bảo vệ dữ liệu",
            "Điều khoản sử dụng", "Bản quyền thuộc", "Giữ bản quyền",
        ),
        example="Trang web này sử dụng cookie.",
    ),
    credits=Words(
        forms=(
            "ảnh:", "hình:", "hình ảnh:", "ảnh chụp", "nhiếp ảnh:", "nguồn ảnh", "nguồn:",
            "ảnh minh họa", "ảnh minh hoạ", "minh họa:", "đồ họa:", "tranh:", "biếm họa:",
            "video:", "clip:", "ảnh tư liệu", "tư liệu",
        ),
        example="Ảnh: Trần Ống Kính",
    ),
    kickers=Words(
        forms=(
            "Xã luận", "Ý kiến", "Quan điểm", "Góc nhìn", "Bình luận", "Phân tích", "Chuyên mục",
            "Diễn đàn", "Tiêu điểm", "Phỏng vấn", "Phóng sự", "Điều tra", "Hồ sơ", "Thư bạn đọc",
            "Bạn đọc", "Độc quyền", "Chính trị", "Thời sự", "Thế giới", "Quốc tế", "Kinh tế",
            "Kinh doanh", "Xã hội", "Văn hóa", "Thể thao", "Khoa học", "Tin nóng", "Trực tiếp",
        ),
        example="Góc nhìn",
    ),
    common=(
        "và của là có được cho không các những trong một với người này đã để khi ở đến từ "
        "về như"
    ),
)
