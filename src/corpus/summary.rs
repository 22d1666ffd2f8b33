//! A row of `documents`.

use super::row::row;

row! {
    /// What the corpus tells of a document without its record: a row of the table `documents`.
    struct Summary of "d" {
        /// The number of the document in this corpus; another corpus has others.
        #[serde(skip)]
        id: i64,
        /// BLAKE3 of the file's bytes, 64 hexadecimal digits.
        key: String,
        /// Of the files with these bytes the first in byte order.
        path: String,
        format: String,
        encoding: Option<String>,
        /// The size of the file.
        bytes: i64,
        pages: Option<u32>,
        ocr_engine: Option<String>,
        /// From 0 to 1.
        ocr_confidence: Option<f64>,
        /// "KH"
        doc_type: Option<String>,
        /// "Kế hoạch"
        doc_type_name: Option<String>,
        /// "74/KH-UBND"
        number: Option<String>,
        serial: Option<String>,
        symbol: Option<String>,
        issuer: Option<String>,
        /// central, province, district, commune
        issuer_level: Option<String>,
        /// state, party, front, other
        issuer_system: Option<String>,
        /// The issuer's province as the document names it: "Kon Tum".
        province: Option<String>,
        /// The province of today: "Quảng Ngãi".
        province_now: Option<String>,
        place: Option<String>,
        /// "2024-02-06", only when complete.
        date: Option<String>,
        year: Option<u16>,
        month: Option<u8>,
        day: Option<u8>,
        title: Option<String>,
        urgency: Option<String>,
        secrecy: Option<String>,
        signer: Option<String>,
        signer_position: Option<String>,
        /// What citations call it: "kh:74/kh-ubnd:2024".
        cite_key: Option<String>,
        /// How many of each.
        sections: u32,
        targets: u32,
        refs: u32,
        assignments: u32,
        warnings: u32,
        /// The version that read it.
        program: String,
        /// The fingerprint of the rule tables that read it.
        rules: String,
        /// When, UTC.
        ingested: String,
    }
}
