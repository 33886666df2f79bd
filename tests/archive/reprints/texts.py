"""Texts for the tests of reprints, and articles that carry them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from archive.readings import Precision, Reading
from tests.archive.samples import INCENSE, printed

NEWS = [
    "Sáng 12/4, Ban Tuyên giáo Tỉnh ủy tổ chức hội nghị báo cáo viên để thông tin tình hình "
    "thời sự trong nước và quốc tế, quán triệt các văn bản mới của Trung ương và của tỉnh.",
    "Tại hội nghị, các đại biểu đã nghe chuyên đề về kết quả công tác phòng, chống thiên tai, "
    "khắc phục hậu quả mưa lũ ở các huyện vùng cao và việc chăm lo đời sống cho đồng bào.",
    "Đồng chí Trưởng Ban yêu cầu đội ngũ báo cáo viên bám sát cơ sở, nắm chắc tâm tư của cán "
    "bộ, đảng viên và nhân dân, kịp thời phản ánh những vấn đề dư luận quan tâm.",
    "Hội nghị cũng thống nhất nội dung tuyên truyền về xây dựng nông thôn mới, bảo vệ rừng, "
    "giữ gìn bản sắc văn hóa của các dân tộc và chuyển đổi số trong các trường học.",
    "Kết thúc hội nghị, các địa phương cam kết tổ chức tuyên truyền miệng đến từng chi bộ, "
    "từng bản, coi trọng đối thoại trực tiếp và giải đáp thắc mắc ngay tại chỗ.",
]
OTHER = [
    "Chiều qua, đoàn công tác của huyện đến thăm mô hình trồng cây dược liệu dưới tán rừng "
    "của hợp tác xã, trao đổi với bà con về giống, kỹ thuật chăm sóc và đầu ra của sản phẩm.",
    "Sau ba năm, diện tích đã tăng gấp đôi, nhiều hộ thoát nghèo bền vững, con em được đến "
    "trường đầy đủ và đường vào bản được mở rộng nhờ sức dân đóng góp ngày công.",
    "Chủ nhiệm hợp tác xã mong các cấp tiếp tục hỗ trợ vốn vay, gắn vùng nguyên liệu với "
    "doanh nghiệp chế biến để cây dược liệu thực sự là cây làm giàu của quê hương.",
]


def made(count: int, seed: int = 1) -> str:
    """A text of syllables that no other text has in this order."""
    words = [f"từ{number}" for number in range(3000)]
    return " ".join(random.Random(seed).choices(words, k=count))


def article(number: int, body: list[str], *, day: date | None = None, **changes: object) -> Reading:
    """An article on a site of its own."""
    host = f"site{number}.example"
    url = f"https://{host}/bai-{number}"
    published = printed(day.isoformat(), Precision.DAY, f"{day:%d/%m/%Y}") if day else None
    base = replace(
        INCENSE,
        url=url,
        key=url,
        site=host,
        spider=f"site_{number}",
        site_province=None,
        title="Hội nghị báo cáo viên của tỉnh tháng tư",
        lead=None,
        body=body,
        published=published,
        metadata=None,
    )
    return replace(base, **changes)  # type: ignore[arg-type]
