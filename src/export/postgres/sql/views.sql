-- The views for people, as those of the corpus, and `citations`. `@schema@` is the name of the schema.

CREATE VIEW @schema@.citations AS
    SELECT r.document_id, r.ordinal, k.document_id AS cited_id, r.relation, k.form
    FROM @schema@.refs r JOIN @schema@.cite_keys k ON k.key = r.key JOIN @schema@.documents c ON c.id = k.document_id
    WHERE k.document_id <> r.document_id AND (r.date IS NULL OR c.date IS NULL OR r.date = c.date);

CREATE VIEW @schema@.van_ban AS
    SELECT d.key AS "Mã", d.number AS "Số, ký hiệu", d.doc_type_name AS "Loại văn bản", d.issuer AS "Cơ quan ban hành",
           d.date AS "Ngày", d.year AS "Năm", d.title AS "Trích yếu", d.signer AS "Người ký", d.targets AS "Số chỉ tiêu",
           d.refs AS "Số viện dẫn", d.assignments AS "Số nhiệm vụ", d.warnings AS "Cảnh báo", d.path AS "Tệp"
    FROM @schema@.documents d;

CREATE VIEW @schema@.chi_tieu AS
    SELECT d.number AS "Số, ký hiệu", d.issuer AS "Cơ quan ban hành", d.year AS "Năm", t.indicator AS "Chỉ tiêu",
           t.comparator AS "So sánh", t.value AS "Giá trị", t.value_max AS "Đến", t.unit AS "Đơn vị", t.deadline AS "Thời hạn",
           array_to_string(t.section, '/') AS "Mục", t.page AS "Trang", t.line AS "Dòng", t.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM @schema@.targets t JOIN @schema@.documents d ON d.id = t.document_id;

CREATE VIEW @schema@.vien_dan AS
    SELECT d.number AS "Văn bản", d.issuer AS "Cơ quan ban hành", r.type_name AS "Loại", r.number AS "Viện dẫn", r.date AS "Ngày",
           r.issuer AS "Của", r.title AS "Về", r.relation AS "Quan hệ", r.mentions AS "Số lần",
           (SELECT min(c.path COLLATE "C") FROM @schema@.citations k JOIN @schema@.documents c ON c.id = k.cited_id
            WHERE k.document_id = r.document_id AND k.ordinal = r.ordinal) AS "Có trong kho",
           m.page AS "Trang", coalesce(m.quote, '') AS "Trích dẫn", d.path AS "Tệp"
    FROM @schema@.refs r JOIN @schema@.documents d ON d.id = r.document_id
    LEFT JOIN @schema@.mentions m ON m.document_id = r.document_id AND m.ref = r.ordinal AND m.ordinal = 0;

CREATE VIEW @schema@.nhiem_vu AS
    SELECT d.number AS "Văn bản", d.issuer AS "Cơ quan ban hành", a.body AS "Cơ quan thực hiện", a.role AS "Vai trò",
           a.task AS "Nhiệm vụ", a.deadline AS "Thời hạn", array_to_string(a.section, '/') AS "Mục", a.page AS "Trang",
           a.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM @schema@.assignments a JOIN @schema@.documents d ON d.id = a.document_id;

CREATE VIEW @schema@.can_xem_lai AS
    SELECT d.number AS "Văn bản", x.severity AS "Mức", x.code AS "Mã", x.message AS "Nội dung", x.page AS "Trang",
           x.line AS "Dòng", x.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM @schema@.diagnostics x JOIN @schema@.documents d ON d.id = x.document_id WHERE x.severity <> 'info';

CREATE VIEW @schema@.tep_loi AS
    SELECT path AS "Tệp", reason AS "Mã lỗi", message_vi AS "Điều đã thấy", remedy_vi AS "Cách xử lý", attempts AS "Số lần thử",
           seen AS "Lúc"
    FROM @schema@.files WHERE state = 'failed';

CREATE VIEW @schema@.gan_trung AS
    SELECT a.number AS "Văn bản", a.issuer AS "Cơ quan ban hành", a.date AS "Ngày", b.number AS "Gần trùng với",
           b.issuer AS "Của", b.date AS "Ngày của văn bản ấy", round(n.similarity::numeric, 3) AS "Giống nhau", a.path AS "Tệp",
           b.path AS "Tệp kia"
    FROM @schema@.near n JOIN @schema@.documents a ON a.id = n.document_id JOIN @schema@.documents b ON b.id = n.other_id;
