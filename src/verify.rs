//! Proof that a record says what its file says: every quote read again at its bytes.
//!
//! Nothing of the record is trusted but its members `source.path`, `source.blake3`, `at` and `quote`; wherever an object
//! has the last two, the file must bear them out: where its text stands in it as such, at those bytes; where it has
//! pages or is a container, in the words that are read from it again, by page, line and box.

mod transcript;

use std::path::Path;

use serde_json::Value;

use crate::diagnostic::{Lang, Message};
use crate::document::Repair;
use crate::error::{Error, ErrorKind};
use crate::source::{Format, Origin, Source};
use crate::span::{Original, Span};
use crate::write::quote::{Quoter, folded, without};
use crate::{layout, normalize, read};
use transcript::Letters;

/// What the proof of one record came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The file, as the record names it.
    pub path: String,
    /// How many quotes were read again.
    pub checked: usize,
    /// How many quotes name no bytes: the file's format has none.
    pub unplaced: usize,
    /// What does not hold, in the order of the record; empty for a record that is proved.
    pub failures: Vec<Failure>,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Where in the record, as a JSON pointer (RFC 6901): "/targets/3".
    pub pointer: String,
    /// What is wrong there.
    pub reason: Reason,
}

/// Why something does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The file is not the one that was read: another hash.
    OtherFile,
    /// `at` is no position inside the file.
    BadPosition,
    /// The bytes say something else.
    OtherText {
        /// What the record says.
        quote: String,
        /// What the file says.
        found: String,
    },
    /// The bytes stand on another page or line.
    OtherLine {
        /// The page and line of the bytes, from 1.
        found: (u32, u32),
    },
    /// The words that say it stand in another box on the page, or in none.
    OtherBox {
        /// Left, top, right, bottom, in PDF points.
        found: Option<[f32; 4]>,
    },
}

impl Failure {
    /// One line for people.
    pub fn text(&self, lang: Lang) -> String {
        let reason = match &self.reason {
            Reason::OtherFile => lang
                .pick(
                    "tệp đã thay đổi kể từ khi trích xuất (BLAKE3 khác)",
                    "the file has changed since it was read (another BLAKE3)",
                )
                .to_owned(),
            Reason::BadPosition => {
                lang.pick("vị trí nằm ngoài tệp", "the position is not inside the file").to_owned()
            }
            Reason::OtherText { quote, found } => match lang {
                Lang::Vi => format!("trích dẫn là “{quote}” nhưng trong tệp là “{found}”"),
                Lang::En => format!("the quote is “{quote}” but the file says “{found}”"),
            },
            Reason::OtherLine { found: (page, line) } => match lang {
                Lang::Vi => format!("trích dẫn nằm ở trang {page}, dòng {line}"),
                Lang::En => format!("the quote stands on page {page}, line {line}"),
            },
            Reason::OtherBox { found: None } => lang
                .pick("trích dẫn không có khung trên trang", "the quote has no box on the page")
                .to_owned(),
            Reason::OtherBox { found: Some([x0, y0, x1, y1]) } => match lang {
                Lang::Vi => format!("trích dẫn nằm trong khung [{x0:.2}, {y0:.2}, {x1:.2}, {y1:.2}]"),
                Lang::En => format!("the quote stands in the box [{x0:.2}, {y0:.2}, {x1:.2}, {y1:.2}]"),
            },
        };
        format!("{}: {reason}", self.pointer)
    }
}

/// Proves the records in `json`, which was read from the file `record_path`: one record, or NDJSON.
///
/// The files are read with these `options`, which must be those that the records were made with.
///
/// A file that a record names by a relative path is looked for from the working directory and then beside the record.
///
/// # Errors
/// For each record [`ErrorKind::Invalid`] where it is none, or was read from standard input; otherwise those of reading
/// the file that it names. What follows a place that is no JSON is not looked at.
pub fn verify(
    json: &str,
    record_path: &str,
    options: read::Options,
) -> impl Iterator<Item = Result<Verdict, Error>> {
    let mut broken = false;
    let records = serde_json::Deserializer::from_str(json).into_iter::<Value>();
    let records = records.take_while(move |record| !std::mem::replace(&mut broken, record.is_err()));
    records.map(move |record| match record {
        Ok(record) => verify_one(&record, record_path, &options),
        Err(cause) => Err(no_record(record_path).caused_by(cause.into())),
    })
}

fn verify_one(record: &Value, record_path: &str, options: &read::Options) -> Result<Verdict, Error> {
    let member =
        |pointer| record.pointer(pointer).and_then(Value::as_str).ok_or_else(|| no_record(record_path));
    let (path, hash) = (member("/source/path")?, member("/source/blake3")?);
    if path == "-" {
        return Err(no_file(record_path));
    }
    let found = find(path, record_path);
    let bytes = read::bytes(&found)?;
    let source = read::decode(&found, bytes.clone(), options)?;
    Ok(prove(record, path, hash, &source, &bytes))
}

/// What is said of a record that is none.
pub fn no_record(path: &str) -> Error {
    Error::new(
        ErrorKind::Invalid,
        path,
        Message::new("không phải bản ghi do chương trình này viết", "not a record that this program wrote"),
        Message::new(
            "Tạo lại bằng: extract TỆP > plan.json",
            "Write it again with: extract FILE > plan.json",
        ),
    )
}

fn no_file(path: &str) -> Error {
    Error::new(
        ErrorKind::Invalid,
        path,
        Message::new(
            "bản ghi được tạo từ đầu vào chuẩn, không có tệp gốc để đối chiếu",
            "the record was made from standard input: there is no file to compare it with",
        ),
        Message::new(
            "Tạo lại từ tệp: extract TỆP > plan.json",
            "Make it from a file: extract FILE > plan.json",
        ),
    )
}

fn find(path: &str, record_path: &str) -> String {
    let beside = Path::new(record_path).with_file_name("").join(path);
    match beside.to_str() {
        Some(beside) if !Path::new(path).exists() && Path::new(beside).exists() => beside.to_owned(),
        _ => path.to_owned(),
    }
}

/// Proves one record of the file at `path`, of which it gives the BLAKE3 `hash`, against what was read from it again:
/// `source` and, undecoded, `bytes`.
pub fn prove(record: &Value, path: &str, hash: &str, source: &Source, bytes: &[u8]) -> Verdict {
    let mut verdict = Verdict { path: path.to_owned(), checked: 0, unplaced: 0, failures: Vec::new() };
    if blake3::hash(bytes).to_hex().as_str() == hash {
        let repaired = normalize::normalize(source);
        let layout = layout::layout(&repaired, crate::rules::Rules::embedded());
        let quoter = Quoter::new(source, repaired.decoded.as_ref(), &layout.furniture);
        let is_sound = std::str::from_utf8(bytes).is_ok();
        let letters = match source.origin {
            Origin::File => None,
            Origin::Transcript | Origin::Pages(_) => Some(Letters::new(source, &quoter)),
        };
        let repairs = &repaired.repairs;
        let proof = Proof { bytes, is_sound, source, repairs, quoter: &quoter, letters };
        proof.check(record, &mut String::new(), &mut verdict);
    } else {
        verdict.failures.push(Failure { pointer: "/source/blake3".to_owned(), reason: Reason::OtherFile });
    }
    verdict
}

/// The file that a record was read from, read again.
struct Proof<'d> {
    bytes: &'d [u8],
    /// The bytes are UTF-8 throughout. In broken UTF-8 only the reader can tell what lines are.
    is_sound: bool,
    source: &'d Source,
    repairs: &'d [Repair],
    quoter: &'d Quoter<'d>,
    /// Where the file's text does not stand in it as such.
    letters: Option<Letters<'d>>,
}

impl Proof<'_> {
    /// Checks `value`, which stands at `pointer` in the record, and all that is in it.
    fn check(&self, value: &Value, pointer: &mut String, verdict: &mut Verdict) {
        let mut below = |name: &str, value: &Value| {
            let length = pointer.len();
            pointer.push('/');
            pointer.push_str(name);
            self.check(value, pointer, verdict);
            pointer.truncate(length);
        };
        match value {
            Value::Array(items) => {
                (0..).zip(items).for_each(|(index, item): (u32, _)| below(&index.to_string(), item))
            }
            Value::Object(members) => {
                members
                    .iter()
                    .for_each(|(name, member)| below(&name.replace('~', "~0").replace('/', "~1"), member));
                if let (Some(at @ Value::Object(_)), Some(Value::String(quote))) =
                    (members.get("at"), members.get("quote"))
                {
                    self.check_pair(at, quote, pointer, verdict);
                }
            }
            _ => {}
        }
    }

    fn check_pair(&self, at: &Value, quote: &str, pointer: &str, verdict: &mut Verdict) {
        let bytes = at.get("bytes").filter(|bytes| !bytes.is_null());
        let refuted = match (bytes, &self.letters) {
            (Some(bytes), None) => self.refute(at, bytes, quote),
            (None, Some(letters)) => letters.refute(at, quote),
            (Some(_), Some(_)) => Some(Reason::BadPosition),
            (None, None) => {
                verdict.unplaced += 1;
                return;
            }
        };
        verdict.checked += 1;
        if let Some(reason) = refuted {
            verdict.failures.push(Failure { pointer: pointer.to_owned(), reason });
        }
    }

    /// Why the file does not say `quote` at `bytes`, if it does not.
    fn refute(&self, at: &Value, bytes: &Value, quote: &str) -> Option<Reason> {
        let Some(passage) = self.passage(bytes) else { return Some(Reason::BadPosition) };
        let found = self.read_again(passage);
        if found != quote {
            return Some(Reason::OtherText { quote: quote.to_owned(), found });
        }
        let number = |member| at.get(member).and_then(Value::as_u64);
        let (page, line) = self.source.page_and_line(passage);
        let same = number("page") == Some(page.into()) && number("line") == Some(line.into());
        (!same).then_some(Reason::OtherLine { found: (page, line) })
    }

    /// The passage that `[start, end]` names, if it lies in the file.
    fn passage(&self, bytes: &Value) -> Option<Span<Original>> {
        let [start, end] = bytes.as_array()?.as_slice() else { return None };
        let (start, end) = (start.as_u64()?, end.as_u64()?);
        let inside = start <= end && end <= self.bytes.len() as u64;
        inside.then(|| Span::new(start as usize, end as usize))
    }

    /// What the file says. Where its bytes are Unicode text they are decoded here and now, not by the reader whose
    /// positions are to be proved.
    fn read_again(&self, passage: Span<Original>) -> String {
        let decode: fn(&[u8]) -> Option<String> = match (self.source.format, self.source.encoding) {
            (Format::Html, _) => return self.quoter.quote(passage),
            _ if self.is_repaired(passage) => return self.quoter.quote(passage),
            (_, "utf-8") if self.is_sound => |bytes| std::str::from_utf8(bytes).ok().map(str::to_owned),
            (_, "utf-16le") => |bytes| utf_16(bytes, u16::from_le_bytes),
            (_, "utf-16be") => |bytes| utf_16(bytes, u16::from_be_bytes),
            _ => return self.quoter.quote(passage),
        };
        let pieces = without(self.quoter.furniture(), passage);
        let decoded: Option<Vec<String>> = pieces.map(|piece| decode(&self.bytes[piece.range()])).collect();
        decoded.map_or_else(|| self.quoter.quote(passage), |pieces| folded(&pieces.join(" ")))
    }

    fn is_repaired(&self, passage: Span<Original>) -> bool {
        let next = self.repairs.partition_point(|repair| repair.span.end() <= passage.start());
        self.repairs.get(next).is_some_and(|repair| repair.span.overlaps(passage))
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let pairs = bytes.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok().filter(|_| is_whole)
}
