-- The corpus, first version of its schema. docs/corpus.md tells it in words.
--
-- Times are UTC, "2026-11-22T06:07:36Z". Positions: page and line from 1, byte_start and byte_end half-open in the
-- original file, bbox "left top right bottom" in PDF points from the page's top left. `section` and `roles` are words
-- joined by "/" and " ". Findings of a document are numbered from 0 in document order (`ordinal`), as in its record.

-- What the corpus was made with; one row.
CREATE TABLE corpus (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    created     TEXT NOT NULL,
    program     TEXT NOT NULL,          -- the version that made it
    lang        TEXT NOT NULL,          -- the language of messages in the records: vi, en
    derived     TEXT                    -- the fingerprint of the tables by which provinces and base units were made
) STRICT;

-- One row for each ingest, finished or not.
CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    started     TEXT NOT NULL,
    ended       TEXT,                   -- NULL: under way, or ended without a word
    program     TEXT NOT NULL,
    rules       TEXT NOT NULL,          -- the fingerprint of the rule tables
    roots       TEXT NOT NULL,          -- what was named on the command line, a JSON list
    seen        INTEGER NOT NULL DEFAULT 0,
    done        INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    skipped     INTEGER NOT NULL DEFAULT 0,
    duplicates  INTEGER NOT NULL DEFAULT 0,
    unchanged   INTEGER NOT NULL DEFAULT 0,
    bytes       INTEGER NOT NULL DEFAULT 0,
    seconds     REAL NOT NULL DEFAULT 0
) STRICT;

-- One row for each document: each content once, whatever number of files hold it.
CREATE TABLE documents (
    id            INTEGER PRIMARY KEY,
    key           TEXT NOT NULL UNIQUE,   -- BLAKE3 of the bytes, 64 hexadecimal digits: the same in every corpus
    path          TEXT NOT NULL,          -- of its files the first in byte order
    format        TEXT NOT NULL,
    encoding      TEXT,
    bytes         INTEGER NOT NULL,
    pages         INTEGER,
    ocr_engine    TEXT,
    ocr_confidence REAL,
    doc_type      TEXT,                   -- KH
    doc_type_name TEXT,                   -- Kế hoạch
    number        TEXT,                   -- 74/KH-UBND
    serial        TEXT,
    symbol        TEXT,
    issuer        TEXT,
    issuer_level  TEXT,                   -- central, province, district, commune
    issuer_system TEXT,                   -- state, party, front, other
    province      TEXT,                   -- of the issuer, as the document names it, folded to the list of provinces
    province_now  TEXT,                   -- the province of today (since 2025-07-01) that it belongs to
    place         TEXT,
    date          TEXT,                   -- ISO, only when complete
    year          INTEGER,
    month         INTEGER,
    day           INTEGER,
    title         TEXT,
    urgency       TEXT,
    secrecy       TEXT,
    signer        TEXT,
    signer_position TEXT,
    cite_key      TEXT,                   -- as refs.key of those that cite it: "kh:74/kh-ubnd:2024"; NULL without a number
    sections      INTEGER NOT NULL,       -- how many of each
    targets       INTEGER NOT NULL,
    refs          INTEGER NOT NULL,
    assignments   INTEGER NOT NULL,
    warnings      INTEGER NOT NULL,
    program       TEXT NOT NULL,          -- version that read it
    rules         TEXT NOT NULL,          -- fingerprint of the rule tables that read it
    ingested      TEXT NOT NULL           -- when
) STRICT;
CREATE INDEX documents_by_cite_key ON documents (cite_key) WHERE cite_key IS NOT NULL;

-- By which keys citations may mean a document: refs.key of those that cite it is one of them. The number and its year
-- tell documents of one issuer apart; the same number of another issuer has the same key.
CREATE TABLE cite_keys (
    key         TEXT NOT NULL,          -- "kh:74/kh-ubnd:2024", "kh:74/kh-ubnd", "l:dat-dai:2024", "l:dat-dai"
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    form        TEXT NOT NULL,          -- number, number-without-year, name, name-without-year
    PRIMARY KEY (key, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cite_keys_by_document ON cite_keys (document_id);

-- The record of each document, whole: compact JSON, deflated (zlib). Apart from `documents`, which stays small to scan.
CREATE TABLE records (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    json_bytes  INTEGER NOT NULL,
    record      BLOB NOT NULL
) STRICT;

-- The ledger: one row for each file that was ever seen, and for each file inside an archive.
CREATE TABLE files (
    id          INTEGER PRIMARY KEY,
    path        TEXT NOT NULL UNIQUE,   -- absolute; "a.zip!/b/c.txt" inside an archive; bytes that are no UTF-8 as "\xHH", a backslash before such as "\x5C"
    size        INTEGER NOT NULL,
    modified    INTEGER,                -- nanoseconds since 1970; NULL where unknown
    blake3      TEXT,                   -- NULL where the file could not be read
    format      TEXT,
    state       TEXT NOT NULL CHECK (state IN ('done', 'failed', 'skipped', 'duplicate')),
    reason      TEXT,                   -- of 'failed' and 'skipped': the code, as on the command line ("encrypted-file")
    message_vi  TEXT,                   -- what was found
    message_en  TEXT,
    remedy_vi   TEXT,                   -- what to do
    remedy_en   TEXT,
    cause       TEXT,                   -- what the system said
    attempts    INTEGER NOT NULL DEFAULT 1,
    seconds     REAL NOT NULL DEFAULT 0,
    peak_memory INTEGER,                -- bytes; of a worker process
    document_id INTEGER REFERENCES documents (id) ON DELETE SET NULL,
    options     TEXT NOT NULL DEFAULT '',   -- the choices of reading that it was read with ("ocr=never")
    program     TEXT NOT NULL,
    rules       TEXT NOT NULL,
    run_id      INTEGER NOT NULL REFERENCES runs (id),  -- the run that last read it
    seen        TEXT NOT NULL           -- when it was last read
) STRICT;
CREATE INDEX files_by_blake3 ON files (blake3) WHERE blake3 IS NOT NULL;
CREATE INDEX files_by_document ON files (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX files_by_reason ON files (state, reason, path) WHERE reason IS NOT NULL;

-- Tables of long rows have row ids: rows are appended, and fill their pages. Those of short ones have none.
CREATE TABLE sections (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,       -- in document order, parents before their children
    parent      INTEGER,                -- its ordinal
    level       INTEGER NOT NULL,
    label       TEXT,
    heading     TEXT,
    roles       TEXT NOT NULL,          -- "purpose requirements"
    section     TEXT NOT NULL,          -- labels from the root: "II/1"
    text        TEXT NOT NULL,
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT;

CREATE TABLE targets (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    parent      INTEGER,                -- the ordinal of the whole that it is a part of
    indicator   TEXT NOT NULL,
    indicator_plain TEXT NOT NULL,      -- in lower case and without marks, to be looked for: "ty le ho ngheo"
    kind        TEXT NOT NULL,          -- quantitative, qualitative
    comparator  TEXT,                   -- eq ge gt le lt approx between
    change      TEXT,                   -- increase decrease maintain
    value       REAL,
    value_max   REAL,
    unit        TEXT,
    base_value  REAL,                   -- in base_unit: 1,2 tỷ đồng = 1200000000 đồng; NULL where the unit is not known
    base_value_max REAL,
    base_unit   TEXT,
    baseline    TEXT,
    deadline    TEXT,
    deadline_year INTEGER,
    section     TEXT NOT NULL,
    confidence  REAL,
    quote       TEXT NOT NULL,
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT;

-- The documents that a document cites.
CREATE TABLE refs (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    key         TEXT NOT NULL,          -- "ct:34-ct/tw:2014"
    type        TEXT,
    type_name   TEXT,
    number      TEXT,
    date        TEXT,
    issuer      TEXT,
    title       TEXT,
    relation    TEXT NOT NULL,
    confidence  REAL,
    mentions    INTEGER NOT NULL,       -- how many
    section     TEXT NOT NULL,          -- of the first mention, and where it stands
    quote       TEXT NOT NULL,
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT;
CREATE INDEX refs_by_key ON refs (key);

CREATE TABLE assignments (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    role        TEXT NOT NULL,          -- lead support responsible requested
    task        TEXT NOT NULL,
    deadline    TEXT,
    section     TEXT NOT NULL,
    confidence  REAL,
    quote       TEXT NOT NULL,
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT;

CREATE TABLE recipients (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    name        TEXT NOT NULL,
    note        TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     INTEGER NOT NULL,
    severity    TEXT NOT NULL,
    code        TEXT NOT NULL,
    message     TEXT NOT NULL,
    quote       TEXT,
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    PRIMARY KEY (document_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Signatures of bodies (MinHash over shingles of five words), by which near duplicates are found.
CREATE TABLE signatures (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    place       INTEGER NOT NULL,       -- the first 60 bits of the key: an order that is the same in every corpus
    shingles    INTEGER NOT NULL,       -- about how many different ones the body has
    signature   BLOB NOT NULL           -- 128 numbers of 16 bits, little end first
) STRICT;

-- Pairs of near duplicates, each once, the smaller key first. Made anew when a run ends that changed any signature.
CREATE TABLE near (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    other_id    INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    similarity  REAL NOT NULL,          -- 0..1, the estimated share of common shingles in those of both (Jaccard)
    in_other    REAL NOT NULL,          -- 0..1, the estimated share of the document's text that stands in the other
    of_other    REAL NOT NULL,          -- 0..1, the share of the other's text that stands in the document
    PRIMARY KEY (document_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_by_other ON near (other_id);

-- Which document of the corpus a citation means: one with its key, and of its date where both have one. The same number
-- of two issuers gives two rows; `form` tells what the citation says (number, number-without-year, name, ...).
CREATE VIEW citations AS
    SELECT r.document_id, r.ordinal, k.document_id AS cited_id, r.relation, k.form
    FROM refs r JOIN cite_keys k ON k.key = r.key JOIN documents c ON c.id = k.document_id
    WHERE k.document_id <> r.document_id AND (r.date IS NULL OR c.date IS NULL OR r.date = c.date);

-- Whether `near` is up to date, and by which way of hashing the signatures were made; one row.
CREATE TABLE near_state (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    current     INTEGER NOT NULL,
    scheme      TEXT NOT NULL
) STRICT;
INSERT INTO near_state VALUES (1, 1, '');
CREATE TRIGGER signatures_went AFTER DELETE ON signatures BEGIN UPDATE near_state SET current = 0 WHERE current = 1; END;

-- What people say of values: that one is right, or what it should be. Apart from what was read, by the document's bytes and
-- the place of the evidence, so that it outlives every ingest. The rows above have the values as corrected; `records` has
-- them as they were read.
CREATE TABLE corrections (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL,          -- documents.key; the document may be gone
    facet       TEXT NOT NULL,          -- header, target, reference, assignment, recipient, signature
    field       TEXT NOT NULL,          -- value, title, …; item: the item as a whole
    old         TEXT,                   -- as the program read it; NULL: it read none
    new         TEXT,                   -- as it should be; the same as old: confirmed; NULL of an item: it is none
    item        TEXT NOT NULL,          -- the item in a few words, a JSON list: tells it from others at the same place
    ordinal     INTEGER NOT NULL,       -- of the item when the correction was made
    quote       TEXT,                   -- the evidence, and where it stands
    page INTEGER, line INTEGER, byte_start INTEGER, byte_end INTEGER, bbox TEXT,
    who         TEXT NOT NULL,
    made        TEXT NOT NULL,          -- when
    note        TEXT
) STRICT;
CREATE INDEX corrections_by_key ON corrections (key);

-- For people: the same in plain words.
CREATE VIEW van_ban AS
    SELECT d.key AS "Mã", d.number AS "Số, ký hiệu", d.doc_type_name AS "Loại văn bản", d.issuer AS "Cơ quan ban hành",
           d.date AS "Ngày", d.year AS "Năm", d.title AS "Trích yếu", d.signer AS "Người ký", d.targets AS "Số chỉ tiêu",
           d.refs AS "Số viện dẫn", d.assignments AS "Số nhiệm vụ", d.warnings AS "Cảnh báo", d.path AS "Tệp"
    FROM documents d;
CREATE VIEW chi_tieu AS
    SELECT d.number AS "Số, ký hiệu", d.issuer AS "Cơ quan ban hành", d.year AS "Năm", t.indicator AS "Chỉ tiêu",
           t.comparator AS "So sánh", t.value AS "Giá trị", t.value_max AS "Đến", t.unit AS "Đơn vị", t.deadline AS "Thời hạn",
           t.section AS "Mục", t.page AS "Trang", t.line AS "Dòng", t.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM targets t JOIN documents d ON d.id = t.document_id;
CREATE VIEW vien_dan AS
    SELECT d.number AS "Văn bản", d.issuer AS "Cơ quan ban hành", r.type_name AS "Loại", r.number AS "Viện dẫn", r.date AS "Ngày",
           r.issuer AS "Của", r.title AS "Về", r.relation AS "Quan hệ", r.mentions AS "Số lần",
           (SELECT min(path) FROM citations k JOIN documents c ON c.id = k.cited_id
            WHERE k.document_id = r.document_id AND k.ordinal = r.ordinal) AS "Có trong kho",
           r.page AS "Trang", r.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM refs r JOIN documents d ON d.id = r.document_id;
CREATE VIEW nhiem_vu AS
    SELECT d.number AS "Văn bản", d.issuer AS "Cơ quan ban hành", a.body AS "Cơ quan thực hiện", a.role AS "Vai trò",
           a.task AS "Nhiệm vụ", a.deadline AS "Thời hạn", a.section AS "Mục", a.page AS "Trang", a.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM assignments a JOIN documents d ON d.id = a.document_id;
CREATE VIEW can_xem_lai AS
    SELECT d.number AS "Văn bản", x.severity AS "Mức", x.code AS "Mã", x.message AS "Nội dung", x.page AS "Trang", x.line AS "Dòng",
           x.quote AS "Trích dẫn", d.path AS "Tệp"
    FROM diagnostics x JOIN documents d ON d.id = x.document_id WHERE x.severity <> 'info';
CREATE VIEW tep_loi AS
    SELECT path AS "Tệp", reason AS "Mã lỗi", message_vi AS "Điều đã thấy", remedy_vi AS "Cách xử lý", attempts AS "Số lần thử", seen AS "Lúc"
    FROM files WHERE state = 'failed';
CREATE VIEW gan_trung AS
    SELECT a.number AS "Văn bản", a.issuer AS "Cơ quan ban hành", a.date AS "Ngày", b.number AS "Gần trùng với",
           b.issuer AS "Của", b.date AS "Ngày của văn bản ấy", round(n.similarity, 3) AS "Giống nhau", a.path AS "Tệp",
           b.path AS "Tệp kia"
    FROM near n JOIN documents a ON a.id = n.document_id JOIN documents b ON b.id = n.other_id;
