-- Functions to search with. `@schema@` is the name of the schema.

-- A text as it is searched: words without marks, in lower case, d for đ, a space between them; letters and digits part.
CREATE FUNCTION @schema@.bo_dau(van_ban text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT btrim(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        lower(translate(
                            regexp_replace(normalize(van_ban, NFD), '[\u0300-\u036f]+', '', 'g'),
                            '¹²³đĐðÐƉ', '123ddddd') COLLATE "C"),
                        '[^0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufeff]+',
                        ' ', 'g'),
                    '([0-9])([^0-9 ])', '\1 \2', 'g'),
                '([^0-9 ])([0-9])', '\1 \2', 'g'))
    $$;

-- What a person types as a query: all words must be there, "words in quotes" side by side, -word must not be there, a or b.
CREATE FUNCTION @schema@.cau_hoi(cau text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
        SELECT websearch_to_tsquery('pg_catalog.simple', string_agg(
            CASE WHEN phan = '"' THEN '"'
                 WHEN phan = '¬' THEN ' -'
                 WHEN @schema@.bo_dau(phan) = '' THEN ' '
                 WHEN phan ~ '^\s*-' THEN ' -"' || @schema@.bo_dau(phan) || '" '
                 ELSE ' ' || @schema@.bo_dau(phan) || ' ' END, '' ORDER BY thu_tu))
        -- ¬ stands for the sign before a quote, which belongs to what is quoted.
        FROM regexp_matches(regexp_replace(cau, '(^|\s)-"', ' ¬"', 'g'), '"|¬(?=")|(?:^|\s)-?[^"¬\s]+|[^"¬\s]+', 'g') WITH ORDINALITY AS manh (phan_mang, thu_tu)
        CROSS JOIN LATERAL (SELECT phan_mang[1]) AS mot (phan)
    $$;

-- The documents that have the words of a query, the best first, each with the passage that fits best.
CREATE FUNCTION @schema@.tim(cau text, toi_da integer DEFAULT 20)
    RETURNS TABLE ("Điểm" real, "Mã" text, "Số, ký hiệu" text, "Loại văn bản" text, "Cơ quan ban hành" text, "Ngày" date,
                   "Trích yếu" text, "Đoạn" text, "Tệp" text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
        WITH hoi AS (SELECT @schema@.cau_hoi(cau) AS hoi),
        nhat AS (
            SELECT w.document_id, ts_rank_cd('{0.1, 0.3, 0.6, 1}', w.words, hoi.hoi, 1) AS diem
            FROM @schema@.words w, hoi WHERE w.words @@ hoi.hoi
            ORDER BY diem DESC, w.document_id LIMIT toi_da)
        SELECT nhat.diem, d.key, d.number, d.doc_type_name, d.issuer, d.date, d.title, doan.doan, d.path
        FROM nhat JOIN @schema@.documents d ON d.id = nhat.document_id
        LEFT JOIN LATERAL (
            SELECT left(dong, 400) AS doan
            FROM @schema@.sections s,
                 regexp_split_to_table(concat_ws(E'\n', s.heading, s.text), E'\n') WITH ORDINALITY AS cac_dong (dong, so),
                 to_tsvector('pg_catalog.simple', @schema@.bo_dau(dong)) AS tu, hoi
            WHERE s.document_id = nhat.document_id AND dong <> ''
            ORDER BY tu @@ hoi.hoi DESC, ts_rank(tu, replace(hoi.hoi::text, '&', '|')::tsquery) DESC, s.ordinal, so LIMIT 1) AS doan ON true
        ORDER BY nhat.diem DESC, d.id
    $$;
