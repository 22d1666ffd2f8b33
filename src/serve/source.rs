//! The original beside the record: its text with every finding marked, or pictures of its pages.
//!
//! Files are hostile: they are read in worker processes with limits, never in this one. A file is shown only where its
//! bytes are those that the record was made of; nothing else on the disk can be reached by an address.

use super::problem::Problem;
use crate::corpus::Reader;
use crate::diagnostic::{Lang, Message};
use crate::error::{Error, ErrorKind};
use crate::ingest::{Original, original};
use crate::read;
use crate::worker::{Output, Pool, Request};
use crate::write::wire::Record;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Largest file that is shown, in bytes.
const LARGEST: u64 = 256 << 20;
/// How many files are read at a time.
const AT_ONCE: usize = 2;
/// How many bytes of views are kept.
const KEPT: usize = 96 << 20;
/// How many bytes of text one page of the document view shows.
const PART: usize = 300 << 10;

/// An original, or why there is none to show.
#[derive(Debug, Clone)]
pub(super) enum View {
    /// The text in parts, each of whole paragraphs, as markup that is safe.
    Text(Arc<Vec<String>>),
    /// The sizes of the pages, in PDF points.
    Pages(Arc<Vec<[f32; 2]>>),
    /// Why it cannot be shown.
    Gone(Arc<Message>),
}

/// Reads originals, and keeps what was read last.
pub(super) struct Views {
    pool: Pool,
    options: read::Options,
    busy: Mutex<usize>,
    freed: Condvar,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    views: HashMap<String, (View, usize)>,
    pictures: HashMap<String, (Arc<Picture>, usize)>,
    order: VecDeque<(bool, String)>,
    bytes: usize,
}

/// The picture of a page.
#[derive(Debug)]
pub(super) struct Picture {
    pub media: String,
    pub bytes: Vec<u8>,
}

impl Views {
    pub fn new(pool: Pool) -> Views {
        Views {
            pool,
            options: read::Options::default(),
            busy: Mutex::new(0),
            freed: Condvar::new(),
            kept: Mutex::default(),
        }
    }

    /// The original of a document whose record, as it was read, is `record`.
    pub fn view(&self, base: &Reader, id: i64, record: &Record, lang: Lang) -> Result<View, Problem> {
        let key = &record.source.blake3;
        if let Some((view, _)) = self.lock().views.get(key) {
            return Ok(view.clone());
        }
        let has_pages = has_pages(&record.source.format);
        let output = if has_pages { Output::Pages } else { Output::Article };
        let view = match self.read(base, id, key, output, None, lang)? {
            Err(why) => return Ok(View::Gone(Arc::new(why))),
            Ok(answer) => {
                let text = answer.text.unwrap_or_default();
                if has_pages {
                    View::Pages(Arc::new(serde_json::from_str(&text).unwrap_or_default()))
                } else {
                    let now = answer.record.and_then(|json| serde_json::from_str::<Record>(json.get()).ok());
                    if now.is_some_and(|now| is_same(&now, record)) {
                        View::Text(Arc::new(parts(&text)))
                    } else {
                        View::Gone(Arc::new(Message::new(
                            "Bản ghi này do một phiên bản khác của chương trình đọc, nên không đánh dấu được trên nguyên văn. Chạy lại extract ingest để đọc lại.",
                            "Another version of the program made this record, so it cannot be marked in the original. Run extract ingest to read it again.",
                        )))
                    }
                }
            }
        };
        let size = match &view {
            View::Text(parts) => parts.iter().map(String::len).sum(),
            View::Pages(pages) => pages.len() * 8,
            View::Gone(_) => 0,
        };
        self.lock().keep(false, key, size, |kept| {
            kept.views.insert(key.clone(), (view.clone(), size));
        });
        Ok(view)
    }

    /// The picture of a page, from 1.
    pub fn picture(
        &self,
        base: &Reader,
        id: i64,
        key: &str,
        page: u32,
        lang: Lang,
    ) -> Result<Arc<Picture>, Problem> {
        let name = format!("{key}/{page}");
        if let Some((picture, _)) = self.lock().pictures.get(&name) {
            return Ok(picture.clone());
        }
        let answer = self.read(base, id, key, Output::Picture, Some(page), lang)?;
        let answer = answer.map_err(|why| Problem::not_found().detail(why.vi, why.en))?;
        let url = answer.text.unwrap_or_default();
        let picture = url
            .strip_prefix("data:")
            .and_then(|rest| rest.split_once(";base64,"))
            .filter(|(media, _)| ["image/png", "image/jpeg"].contains(media))
            .and_then(|(media, data)| {
                Some(Picture { media: media.to_owned(), bytes: BASE64_STANDARD.decode(data).ok()? })
            });
        let picture = Arc::new(picture.ok_or_else(Problem::inside)?);
        let size = picture.bytes.len();
        self.lock().keep(true, &name, size, |kept| {
            kept.pictures.insert(name.clone(), (picture.clone(), size));
        });
        Ok(picture)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has a worker read the document, from the first of its files that still has its bytes; else why there is none.
    fn read(
        &self,
        base: &Reader,
        id: i64,
        key: &str,
        output: Output,
        page: Option<u32>,
        lang: Lang,
    ) -> Result<Result<crate::worker::Answer, Message>, Problem> {
        let mut statement = base.connection().prepare_cached(
            "SELECT path FROM (SELECT path FROM documents WHERE id = ?1 UNION SELECT path FROM files \
             WHERE document_id = ?1) ORDER BY path LIMIT 20",
        )?;
        let paths = statement.query_map([id], |row| row.get::<_, String>(0))?;
        let mut why = missing();
        for path in paths {
            let path = path?;
            let mut request = Request::of_file(&path, &self.options, lang, output);
            let bytes = match original(&path, LARGEST) {
                // A name that JSON can hold is read by the worker itself.
                Some(Original::File(real)) if real == Path::new(&path) => None,
                Some(Original::File(real)) => match std::fs::read(real) {
                    Ok(bytes) => Some(bytes),
                    Err(_) => continue,
                },
                Some(Original::Inside(bytes)) => Some(bytes),
                Some(Original::TooLarge) => {
                    why = Message::new(
                        "Tệp gốc quá lớn để hiện ở đây.",
                        "The original is too large to be shown here.",
                    );
                    continue;
                }
                None => continue,
            };
            if let Some(bytes) = bytes {
                request.path = None;
                request.name = Some(path.clone());
                request.bytes = Some(BASE64_STANDARD.encode(bytes));
            }
            request.blake3 = Some(key.to_owned());
            request.page = page;
            match self.call(&request) {
                Ok(answer) => match answer.error {
                    None => return Ok(Ok(answer)),
                    Some(failure) => why = told(&failure.into()),
                },
                Err(error) => why = told(&error),
            }
        }
        Ok(Err(why))
    }

    fn call(&self, request: &Request) -> Result<crate::worker::Answer, Error> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while *busy >= AT_ONCE {
            busy = self.freed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy += 1;
        drop(busy);
        let answer = self.pool.call(request);
        *self.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.freed.notify_one();
        answer
    }
}

impl Kept {
    /// Keeps something, and lets go of the oldest where it is too much.
    fn keep(&mut self, is_picture: bool, name: &str, size: usize, put: impl FnOnce(&mut Kept)) {
        if size > KEPT / 4 || self.has(is_picture, name) {
            return;
        }
        put(self);
        self.bytes += size;
        self.order.push_back((is_picture, name.to_owned()));
        while self.bytes > KEPT || self.order.len() > 2_000 {
            let Some((is_picture, name)) = self.order.pop_front() else { return };
            let gone = if is_picture {
                self.pictures.remove(&name).map(|(_, size)| size)
            } else {
                self.views.remove(&name).map(|(_, size)| size)
            };
            self.bytes = self.bytes.saturating_sub(gone.unwrap_or(0));
        }
    }

    fn has(&self, is_picture: bool, name: &str) -> bool {
        if is_picture { self.pictures.contains_key(name) } else { self.views.contains_key(name) }
    }
}

/// Formats of pages that are shown as pictures.
pub(super) fn has_pages(format: &str) -> bool {
    ["pdf", "png", "jpeg", "tiff"].contains(&format)
}

fn missing() -> Message {
    Message::new(
        "Không còn tệp gốc ở nơi đã đọc; dưới đây là phần chữ giữ trong bản ghi.",
        "The original is no longer where it was read; below is the text that the record holds.",
    )
}

/// Why a worker gave nothing.
fn told(error: &Error) -> Message {
    match error.kind() {
        ErrorKind::Changed => Message::new(
            "Tệp gốc đã thay đổi sau khi đọc (BLAKE3 khác); dưới đây là phần chữ giữ trong bản ghi.",
            "The original has changed since it was read (another BLAKE3); below is the text that the record holds.",
        ),
        ErrorKind::NotFound => missing(),
        _ => Message::new(
            format!("Không hiện được tệp gốc: {}.", error.message().vi),
            format!("The original cannot be shown: {}.", error.message().en),
        ),
    }
}

/// Whether two readings of the same bytes found the same.
fn is_same(now: &Record, then: &Record) -> bool {
    now.targets == then.targets
        && now.references == then.references
        && now.assignments == then.assignments
        && now.header == then.header
        && now.recipients == then.recipients
        && now.sections.len() == then.sections.len()
}

/// The longest paragraph that is shown, in bytes of markup.
const PARAGRAPH: usize = 1 << 20;

/// A paragraph as far as it is shown.
fn cut(line: &str) -> Cow<'_, str> {
    if line.len() <= PARAGRAPH {
        return line.into();
    }
    let head = &line[..line.floor_char_boundary(PARAGRAPH)];
    // Behind a mark, or where there is none between words: never inside a tag or a character reference.
    let end = match head.rfind("</a>") {
        Some(at) => at + "</a>".len(),
        None if head[3..].contains('<') => 3,
        None => head.rfind(' ').unwrap_or(3),
    };
    format!("{} …</p>\n", &line[..end]).into()
}

/// The lines of the article in parts.
fn parts(article: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in article.split_inclusive('\n').map(cut) {
        if parts.last().is_some_and(|part| !part.is_empty() && part.len() + line.len() > PART) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(&line);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_without_end_is_cut_where_markup_allows() {
        for (inside, end) in [
            ("chữ &lt; ".repeat(PARAGRAPH / 4), " …</p>\n"),
            ("x".repeat(PARAGRAPH * 2), "<p> …</p>\n"),
            ("<a class=\"mark\" href=\"#a\">đ</a> đường ".repeat(PARAGRAPH / 20), "</a> …</p>\n"),
            (format!("<a class=\"mark\">{}</a>", "x ".repeat(PARAGRAPH)), "<p> …</p>\n"),
        ] {
            let line = format!("<p>{inside}</p>\n");
            let shown = cut(&line);
            assert!(shown.len() <= PARAGRAPH + 20 && shown.ends_with(end), "{}", &shown[shown.len() - 60..]);
            assert_eq!(shown.matches("<a").count(), shown.matches("</a>").count());
        }
    }

    #[test]
    fn an_article_is_cut_between_paragraphs() {
        let line = format!("<p>{}</p>\n", "x".repeat(PART / 3));
        let parts = parts(&line.repeat(7));
        assert!(parts.len() > 2);
        assert!(parts.iter().all(|part| part.starts_with("<p>") && part.ends_with("</p>\n")));
        assert_eq!(parts.concat(), line.repeat(7));
    }
}
