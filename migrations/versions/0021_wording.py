"""The words that the check of a recommendation's wording goes by, as data, with a list to begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tracker.core import clock, models

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
CHECKED = 'Kiểm tra an toàn lao động tại 14 khu công nghiệp, mỗi khu ít nhất 2 lần trong năm 2026'
TRAINED = 'Tập huấn cho 100% cán bộ tiếp dân cấp xã trước ngày 30/06/2026'
DISBURSED = 'Giải ngân 95% vốn đầu tư công trước ngày 31/12/2026'
FUNDED = 'Bố trí 20 tỷ đồng để sửa 12 trạm y tế'
RULED = 'Ban hành quy chế phối hợp giữa Sở Xây dựng và Ban Quản lý Khu kinh tế'
DECIDED = 'Quyết định hỗ trợ hoặc trả lời bằng văn bản trước ngày 30/06/2026'
VAGUE = (
    ('tăng cường', CHECKED), ('tăng cường hơn nữa', CHECKED), ('đẩy mạnh', DISBURSED), ('đẩy mạnh hơn nữa', DISBURSED),
    ('đẩy nhanh', DISBURSED), ('quan tâm', FUNDED), ('quan tâm hơn nữa', FUNDED), ('dành sự quan tâm', FUNDED), ('chú trọng', FUNDED),
    ('chú ý', CHECKED), ('lưu ý', CHECKED), ('nâng cao', TRAINED), ('nâng cao hơn nữa', TRAINED), ('cải thiện', CHECKED),
    ('tích cực', DISBURSED), ('chủ động', DISBURSED), ('quyết liệt', DISBURSED), ('tập trung cao', DISBURSED),
    ('tập trung chỉ đạo', DISBURSED), ('tập trung thực hiện', DISBURSED), ('tập trung tháo gỡ', DECIDED), ('phấn đấu', DISBURSED),
    ('từng bước', DISBURSED), ('phát huy', TRAINED), ('cố gắng', DISBURSED), ('nỗ lực', DISBURSED), ('làm tốt', CHECKED),
    ('thực hiện tốt', CHECKED), ('hoàn thành tốt', DISBURSED), ('tạo điều kiện', DECIDED), ('tạo điều kiện thuận lợi', DECIDED),
    ('khuyến khích', FUNDED), ('xem xét', DECIDED), ('có giải pháp', RULED), ('có các giải pháp', RULED), ('có biện pháp', RULED),
    ('bảo đảm', FUNDED), ('đảm bảo', FUNDED), ('phát triển bền vững', DISBURSED), ('phối hợp chặt chẽ', RULED),
    ('quản lý chặt chẽ', CHECKED), ('siết chặt', CHECKED), ('quán triệt', TRAINED), ('nhận thức sâu sắc', TRAINED),
)
VERBS = """ban hành; bàn giao; bãi bỏ; bảo trì; bố trí; bồi thường; bổ nhiệm; bổ sung; cắm mốc; cắt giảm; cấp giấy chứng nhận; cấp giấy phép; cấp phép; chấm dứt; chi trả;
chuyển giao; công nhận; cung cấp; cưỡng chế; cải tạo; dừng; di dời; duy tu; điều chỉnh; điều tra; đánh giá; đào tạo; đấu giá; đấu thầu; đầu tư xây dựng; đăng ký;
đặt hàng; đình chỉ; định giá; đo đạc; đưa vào sử dụng; giải ngân; giải phóng mặt bằng; giải quyết; giảm; giao đất; giao dự toán; giao nhiệm vụ; hoàn thành; hoàn thiện; hướng dẫn bằng văn bản;
hoàn trả; hủy bỏ; huy động; kê khai; khám sức khỏe; khảo sát; khắc phục; khởi công; kiểm kê; kiểm toán; kiểm tra; kiện toàn; ký; ký kết; lắp đặt; lập;
lựa chọn; mua sắm; nâng cấp; nạo vét; nghiệm thu; nghiên cứu; phân bổ; phân cấp; phân công; phân loại; phục hồi; quyết toán;
rà soát; rút ngắn; sắp xếp; số hóa; sửa chữa; sửa đổi; tập huấn; thanh lý; thanh toán; thanh tra; tháo dỡ; thành lập; thẩm định; thay thế; thống kê; tiêm chủng;
thu hồi; thu gom; thực hiện nghiêm; tiếp nhận; tinh giản; tổ chức; trả lời; trang bị; trồng; truy thu; tuyển dụng; ủy quyền; vận hành;
xác định; xác minh; xây dựng; xây mới; xóa bỏ; xử lý; xử phạt""".replace('\n', ' ').split('; ')
PASSING_ON = """báo cáo; cập nhật; công bố; công khai; đề xuất; đôn đốc; giám sát; giải trình; gửi; lấy ý kiến; nộp; phê duyệt; tham mưu;
theo dõi; thông báo; thực hiện; tổ chức thực hiện; tổng hợp; triển khai; triển khai thực hiện; trình; tuyên truyền""".replace('\n', ' ').split('; ')
PRODUCTS = """bản đồ; bảng giá; biên bản; cơ sở dữ liệu; danh mục; danh sách; đề án; định mức; giấy chứng nhận; giấy phép; hợp đồng;
hướng dẫn; kế hoạch; nghị quyết; phần mềm; phương án; quy chế; quy hoạch; quy trình; quyết định; tiêu chí; tiêu chuẩn""".replace('\n', ' ').split('; ')
JOINERS = (';', 'đồng thời', 'bên cạnh đó', 'ngoài ra', 'và')
GROUPS = (
    'các sở', 'các sở, ngành', 'các sở, ban, ngành', 'các sở, ngành, địa phương', 'các sở, ban, ngành, địa phương', 'các ngành', 'các cấp',
    'các cấp, các ngành', 'các cấp, ngành', 'các địa phương', 'các cơ quan', 'các cơ quan liên quan', 'các cơ quan chức năng',
    'các cơ quan, đơn vị', 'các cơ quan, đơn vị liên quan', 'các đơn vị', 'các đơn vị liên quan', 'các xã, phường', 'các xã, phường, đặc khu',
    'các chủ đầu tư', 'các bên liên quan',
)
TERMS = sa.table(
    'wording_term',
    sa.column('kind', sa.String),
    sa.column('text', sa.String),
    sa.column('example', sa.String),
    sa.column('created_at', models.UtcDateTime),
    sa.column('updated_at', models.UtcDateTime),
    sa.column('row_version', sa.Integer),
)


def upgrade() -> None:
    op.create_table('wording_term',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('text', sa.String(length=100), nullable=False),
    sa.Column('example', sa.String(length=300), nullable=False),
    sa.Column('created_by_id', ID, nullable=True),
    sa.Column('created_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('updated_by_id', ID, nullable=True),
    sa.Column('updated_at', models.UtcDateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.CheckConstraint(
        "kind IN ('vague', 'verb', 'passing_on', 'product', 'joiner', 'group')", name=op.f('ck_wording_term_kind')
    ),
    sa.ForeignKeyConstraint(['created_by_id'], ['user_account.id'], name=op.f('fk_wording_term_created_by_id_user_account')),
    sa.ForeignKeyConstraint(['updated_by_id'], ['user_account.id'], name=op.f('fk_wording_term_updated_by_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wording_term')),
    sa.UniqueConstraint('kind', 'text', name=op.f('uq_wording_term_kind_text'))
    )
    now = clock.now()
    known = [
        *(('vague', text, example) for text, example in VAGUE),
        *(('verb', text, '') for text in VERBS),
        *(('passing_on', text, '') for text in PASSING_ON),
        *(('product', text, '') for text in PRODUCTS),
        *(('joiner', text, '') for text in JOINERS),
        *(('group', text, '') for text in GROUPS),
    ]
    op.bulk_insert(TERMS, [
        {'kind': kind, 'text': text, 'example': example, 'created_at': now, 'updated_at': now, 'row_version': 1}
        for kind, text, example in known
    ])


def downgrade() -> None:
    op.drop_table('wording_term')
