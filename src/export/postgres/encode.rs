//! Rows in the binary form of COPY (PostgreSQL manual, "COPY", Binary Format; `*_recv` functions of the server).

use crate::decimal::Decimal;
use crate::export::rows::{Kind, Take, Value, day};
use std::io;

/// The longest text that goes into a field, in bytes. The server takes rows of less than 1 GiB.
pub const MOST_TEXT: usize = 255 << 20;
/// The longest record that goes into `jsonb`, which holds 256 MiB in its own form: of hostile JSON that is six times as
/// long as the text.
pub const MOST_JSON: usize = 40 << 20;

/// What begins a COPY: the signature, no flags, no extension.
pub const HEAD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What ends one.
pub const TAIL: &[u8] = &(-1i16).to_be_bytes();

/// What could not be stored as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Losses {
    /// Characters U+0000, which no text of PostgreSQL holds; U+FFFD stands for them.
    pub nuls: u64,
    /// Texts that were cut at [`MOST_TEXT`].
    pub cut: u64,
    /// Records longer than [`MOST_JSON`], left out of `records`.
    pub records: u64,
}

impl Losses {
    pub fn add(&mut self, other: Losses) {
        self.nuls += other.nuls;
        self.cut += other.cut;
        self.records += other.records;
    }
}

/// Rows of one table.
#[derive(Debug, Default)]
pub struct Rows {
    bytes: Vec<u8>,
    pub losses: Losses,
}

impl Rows {
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Begins a row of so many fields.
    pub fn begin(&mut self, fields: usize) -> &mut Self {
        // Tables have fewer columns than the 1600 that the server allows.
        self.bytes.extend_from_slice(&(fields as u16).to_be_bytes());
        self
    }

    pub fn null(&mut self) -> &mut Self {
        self.bytes.extend_from_slice(&(-1i32).to_be_bytes());
        self
    }

    fn field(&mut self, bytes: &[u8]) -> &mut Self {
        self.length(bytes.len());
        self.bytes.extend_from_slice(bytes);
        self
    }

    fn length(&mut self, bytes: usize) {
        self.bytes.extend_from_slice(&(bytes as u32).to_be_bytes());
    }

    /// `bigint`
    pub fn long(&mut self, number: i64) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    /// `integer`; null beyond its range.
    pub fn int(&mut self, number: i64) -> &mut Self {
        match i32::try_from(number) {
            Ok(number) => self.field(&number.to_be_bytes()),
            Err(_) => self.null(),
        }
    }

    /// `double precision`
    pub fn double(&mut self, number: f64) -> &mut Self {
        self.field(&number.to_be_bytes())
    }

    pub fn bytea(&mut self, bytes: &[u8]) -> &mut Self {
        self.field(bytes)
    }

    /// `text`
    pub fn text(&mut self, text: &str) -> &mut Self {
        let at = self.reserve();
        self.put(text);
        self.close(at)
    }

    pub fn maybe_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    pub fn maybe_long(&mut self, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.long(number),
            None => self.null(),
        }
    }

    /// `timestamptz`, from microseconds since 1970.
    pub fn time(&mut self, micros: Option<i64>) -> &mut Self {
        match micros.and_then(|micros| micros.checked_sub(MICROS_TO_2000)) {
            // Beyond these the server knows no time: 4713 BC to 294276 AD.
            Some(since) if (-210_866_803_200_000_000..9_223_371_331_200_000_000).contains(&since) => {
                self.field(&since.to_be_bytes())
            }
            _ => self.null(),
        }
    }

    /// `jsonb`, from JSON; null where it is too long.
    pub fn jsonb(&mut self, json: &str) -> &mut Self {
        if json.len() > MOST_JSON {
            self.losses.records += 1;
            return self.null();
        }
        let at = self.reserve();
        self.bytes.push(1);
        self.put_json(json);
        self.close(at)
    }

    /// `tsvector`, from its lexemes in their order with their positions and weights.
    pub fn tsvector<'w>(&mut self, words: impl ExactSizeIterator<Item = (&'w str, &'w [u16])>) -> &mut Self {
        let at = self.reserve();
        self.length(words.len());
        for (word, positions) in words {
            self.bytes.extend_from_slice(word.as_bytes());
            self.bytes.push(0);
            self.bytes.extend_from_slice(&(positions.len() as u16).to_be_bytes());
            for position in positions {
                self.bytes.extend_from_slice(&position.to_be_bytes());
            }
        }
        self.close(at)
    }

    fn list<T>(&mut self, oid: u32, items: &[T], mut put: impl FnMut(&mut Self, &T)) -> &mut Self {
        let at = self.reserve();
        let has_items = usize::from(!items.is_empty());
        self.length(has_items);
        // No item is null.
        self.length(0);
        self.bytes.extend_from_slice(&oid.to_be_bytes());
        if has_items == 1 {
            self.length(items.len());
            // The lower bound.
            self.length(1);
        }
        for item in items {
            put(self, item);
        }
        self.close(at)
    }

    /// `numeric`, with every digit.
    fn numeric(&mut self, number: Decimal) -> &mut Self {
        let text = number.to_string();
        let (sign, text) = text.strip_prefix('-').map_or((0u16, text.as_str()), |rest| (0x4000, rest));
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        // Digits of base 10000, to both sides of the mark.
        let group = |digits: &[u8]| digits.iter().fold(0u16, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        let lead = whole.len() % 4;
        let mut digits: Vec<u16> = Vec::with_capacity(12);
        if lead > 0 {
            digits.push(group(&whole.as_bytes()[..lead]));
        }
        digits.extend(whole.as_bytes()[lead..].chunks(4).map(group));
        let mut weight = digits.len() as i16 - 1;
        for chunk in fraction.as_bytes().chunks(4) {
            let mut four = [b'0'; 4];
            four[..chunk.len()].copy_from_slice(chunk);
            digits.push(group(&four));
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let zeros = digits.iter().take_while(|&&digit| digit == 0).count();
        digits.drain(..zeros);
        weight -= zeros as i16;
        if digits.is_empty() {
            weight = 0;
        }
        let at = self.reserve();
        for part in [digits.len() as u16, weight as u16, sign, fraction.len() as u16] {
            self.bytes.extend_from_slice(&part.to_be_bytes());
        }
        for digit in digits {
            self.bytes.extend_from_slice(&digit.to_be_bytes());
        }
        self.close(at)
    }

    /// A value of a column of the shared tables.
    pub fn value(&mut self, kind: Kind, value: Value<'_>) -> &mut Self {
        match (kind, value) {
            (Kind::Text, Value::Text(text)) => self.text(&text),
            (Kind::Int, Value::Int(number)) => self.int(number),
            (Kind::Long, Value::Int(number)) => self.long(number),
            (Kind::Share, Value::Share(share)) => self.double(share),
            (Kind::Bool, Value::Bool(flag)) => self.field(&[u8::from(flag)]),
            (Kind::Day, Value::Day(iso)) => match day(iso) {
                Some(day) => self.field(&(day - DAYS_TO_2000).to_be_bytes()),
                None => self.null(),
            },
            (Kind::Decimal, Value::Decimal(number)) => self.numeric(number),
            (Kind::Texts, Value::Texts(texts)) => self.list(TEXT, &texts, |rows, text| {
                rows.text(text);
            }),
            (Kind::Texts, Value::Words(words)) => self.list(TEXT, &words, |rows, word| {
                rows.text(word);
            }),
            (Kind::Box, Value::Box(sides)) => self.list(FLOAT4, &sides, |rows, side| {
                rows.field(&side.to_be_bytes());
            }),
            _ => self.null(),
        }
    }

    /// Leaves room for the length of a field that begins here.
    fn reserve(&mut self) -> usize {
        self.length(0);
        self.bytes.len()
    }

    /// Enters the length of the field that began at `at`.
    fn close(&mut self, at: usize) -> &mut Self {
        let length = (self.bytes.len() - at) as u32;
        self.bytes[at - 4..at].copy_from_slice(&length.to_be_bytes());
        self
    }

    fn put(&mut self, text: &str) {
        let mut text = text;
        if text.len() > MOST_TEXT {
            self.losses.cut += 1;
            text = &text[..text.floor_char_boundary(MOST_TEXT)];
        }
        let mut parts = text.split('\0');
        self.bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            self.losses.nuls += 1;
            self.bytes.extend_from_slice(REPLACEMENT.as_bytes());
            self.bytes.extend_from_slice(part.as_bytes());
        }
    }

    /// JSON with `\ufffd` for `\u0000`. A backslash that is itself escaped begins no escape.
    fn put_json(&mut self, json: &str) {
        let bytes = json.as_bytes();
        let mut kept = 0;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
            let escape = at + found;
            if bytes[escape..].starts_with(br"\u0000") {
                self.losses.nuls += 1;
                self.bytes.extend_from_slice(&bytes[kept..escape]);
                self.bytes.extend_from_slice(br"\ufffd");
                kept = escape + 6;
            }
            at = (escape + 2).min(bytes.len());
        }
        self.bytes.extend_from_slice(&bytes[kept..]);
    }
}

/// Microseconds since 1970 of a time in UTC, "2026-11-22T06:07:36Z"; `None` for what is none.
pub fn instant(utc: &str) -> Option<i64> {
    let (date, time) = utc.strip_suffix('Z')?.split_once('T')?;
    let mut parts = time.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    Some((i64::from(day(date)?) * 86_400 + hours * 3600 + minutes * 60 + seconds) * 1_000_000)
}

/// What stands for a character that cannot be stored.
const REPLACEMENT: &str = "\u{fffd}";
/// Types of items, as the server numbers them.
const TEXT: u32 = 25;
const FLOAT4: u32 = 700;
/// From 1970-01-01 to 2000-01-01, from which the server counts.
const DAYS_TO_2000: i32 = 10_957;
const MICROS_TO_2000: i64 = DAYS_TO_2000 as i64 * 86_400_000_000;

/// What is done with a column of the shared tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Skip,
    /// The key of the document, for which its number stands.
    Document,
    As(Kind),
}

/// Takes rows of a shared table as rows of PostgreSQL.
pub struct Taker<'a> {
    pub rows: &'a mut Rows,
    pub slots: &'a [Slot],
    pub document: i64,
    /// Fields in a row: of these slots, before them and behind them.
    pub fields: usize,
    /// Fields that the document's number begins its own row with.
    pub lead: bool,
    /// Puts the fields behind those of the slots, for the row of this ordinal.
    pub tail: &'a mut dyn FnMut(&mut Rows, usize),
    pub ordinal: usize,
}

impl Take for Taker<'_> {
    fn row<'r>(&mut self, values: impl Iterator<Item = Value<'r>>) -> io::Result<()> {
        self.rows.begin(self.fields);
        if self.lead {
            self.rows.long(self.document);
        }
        for (slot, value) in self.slots.iter().zip(values) {
            match slot {
                Slot::Skip => {}
                Slot::Document => {
                    self.rows.long(self.document);
                }
                Slot::As(kind) => {
                    self.rows.value(*kind, value);
                }
            }
        }
        (self.tail)(self.rows, self.ordinal);
        self.ordinal += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(put: impl FnOnce(&mut Rows)) -> (Vec<u8>, Losses) {
        let mut rows = Rows::default();
        put(&mut rows);
        let length = u32::from_be_bytes(rows.bytes[..4].try_into().unwrap()) as usize;
        assert_eq!(rows.bytes.len(), 4 + length);
        (rows.bytes[4..].to_vec(), rows.losses)
    }

    #[test]
    fn numbers_are_sent_as_the_server_sends_them() {
        // As `SELECT encode(numeric_send(…), 'hex')` gives them.
        for (text, hex) in [
            ("0", "0000000000000000"),
            ("1", "00010000000000000001"),
            ("24.04", "000200000000000200180190"),
            ("-12345.678", "0003000140000003000109291a7c"),
            ("18600000000", "000100020000000000ba"),
            ("0.00000001", "0001fffe000000080001"),
        ] {
            let (bytes, _) = field(|rows| {
                rows.numeric(text.parse().unwrap());
            });
            let sent: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(sent, hex, "{text}");
        }
    }

    #[test]
    fn nul_characters_are_replaced_and_counted() {
        let (text, losses) = field(|rows| {
            rows.text("a\0b\0");
        });
        assert_eq!((text, losses.nuls), ("a\u{fffd}b\u{fffd}".as_bytes().to_vec(), 2));
        let json = r#"{"a":"\u0000x\\u0000\\\u0000","b":"\"\\"}"#;
        let (bytes, losses) = field(|rows| {
            rows.jsonb(json);
        });
        let wanted = r#"{"a":"\ufffdx\\u0000\\\ufffd","b":"\"\\"}"#;
        assert_eq!((&bytes[1..], losses.nuls), (wanted.as_bytes(), 2));
    }
}
