//! Records as JSON.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::wire::Record;

/// How a record is laid out as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people: indented by two spaces, one member a line; positions and lists of labels stay on one line.
    Pretty,
    /// For programs: the whole record on one line. Such records one after another are NDJSON.
    Compact,
}

/// Writes one record and a line end.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, record: &Record, style: Style) -> io::Result<()> {
    // The serializer writes every sign by itself.
    let mut out = BufWriter::with_capacity(BUFFER, out);
    match style {
        Style::Pretty => record.serialize(&mut Serializer::with_formatter(&mut out, Readable::default()))?,
        Style::Compact => serde_json::to_writer(&mut out, record)?,
    }
    out.write_all(b"\n")?;
    out.into_inner().map(|_| ()).map_err(io::IntoInnerError::into_error)
}

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 15;

/// The members whose values stay on one line.
const INLINE: [&str; 3] = ["at", "section", "roles"];

/// Indents all but the values of [`INLINE`] members: a record has a position beside every value, and ten lines for each
/// would hide the values.
#[derive(Default)]
struct Readable {
    pretty: PrettyFormatter<'static>,
    /// The member name that is being written, or was last.
    key: String,
    in_key: bool,
    /// The value that comes next is an inline one.
    inline_next: bool,
    /// How many objects and arrays are open inside an inline value, itself included.
    inline: usize,
}

impl Readable {
    /// Whether an object or array that begins here stays on one line.
    fn enter(&mut self) -> bool {
        let inline = self.inline > 0 || self.inline_next;
        self.inline += usize::from(inline);
        inline
    }

    /// Whether the object or array that ends here stayed on one line.
    fn leave(&mut self) -> bool {
        let inline = self.inline > 0;
        self.inline -= usize::from(inline);
        inline
    }
}

fn separate<W: ?Sized + Write>(out: &mut W, first: bool) -> io::Result<()> {
    if first { Ok(()) } else { out.write_all(b", ") }
}

impl Formatter for Readable {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.enter() { out.write_all(b"[") } else { self.pretty.begin_array(out) }
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.leave() { out.write_all(b"]") } else { self.pretty.end_array(out) }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.inline > 0 { separate(out, first) } else { self.pretty.begin_array_value(out, first) }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.inline > 0 { Ok(()) } else { self.pretty.end_array_value(out) }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.enter() { out.write_all(b"{") } else { self.pretty.begin_object(out) }
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.leave() { out.write_all(b"}") } else { self.pretty.end_object(out) }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.key.clear();
        self.in_key = true;
        if self.inline > 0 { separate(out, first) } else { self.pretty.begin_object_key(out, first) }
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        self.inline_next = INLINE.contains(&self.key.as_str());
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.inline_next = false;
        if self.inline > 0 { Ok(()) } else { self.pretty.end_object_value(out) }
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if self.in_key {
            self.key.push_str(fragment);
        }
        out.write_all(fragment.as_bytes())
    }
}
