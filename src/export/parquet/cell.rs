//! Cells of Parquet: the kinds of columns, the values in them, and the builders that gather them.

use crate::decimal::Decimal;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float32Builder, Float64Builder, Int32Builder,
    Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, SchemaRef};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;

/// The digits of a decimal column: all that 128 bits hold.
pub const PRECISION: u8 = 38;
/// Of these behind the mark: more than any document prints; 28 stay before it.
pub const SCALE: u8 = 10;

/// The longest text of a cell. Longer ones would overrun the offsets of a batch, and no reader takes them.
const MAX_TEXT: usize = 1 << 30;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// A double.
    Share,
    Bool,
    /// Days since 1970-01-01.
    Day,
    /// [`PRECISION`] digits, [`SCALE`] of them behind the mark.
    Decimal,
    /// A list of UTF-8.
    Texts,
    /// A list of four floats: left, top, right, bottom.
    Box,
}

impl Kind {
    /// As the documentation names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Int => "int32",
            Kind::Long => "int64",
            Kind::Share => "double",
            Kind::Bool => "boolean",
            Kind::Day => "date32",
            Kind::Decimal => "decimal(38, 10)",
            Kind::Texts => "list<string>",
            Kind::Box => "list<float>",
        }
    }

    /// As Arrow names it. The items of lists are never null.
    pub fn data_type(self) -> DataType {
        let list = |of| DataType::List(Arc::new(Field::new("element", of, false)));
        match self {
            Kind::Text => DataType::Utf8,
            Kind::Int => DataType::Int32,
            Kind::Long => DataType::Int64,
            Kind::Share => DataType::Float64,
            Kind::Bool => DataType::Boolean,
            Kind::Day => DataType::Date32,
            Kind::Decimal => DataType::Decimal128(PRECISION, SCALE as i8),
            Kind::Texts => list(DataType::Utf8),
            Kind::Box => list(DataType::Float32),
        }
    }
}

/// What stands in a cell.
pub enum Value<'r> {
    Null,
    Text(Cow<'r, str>),
    Int(i64),
    Share(f64),
    Bool(bool),
    /// "2031-01-09"; what is no day becomes null.
    Day(&'r str),
    /// Beyond the column's digits it becomes null: a column beside it has every digit as text.
    Decimal(Decimal),
    Texts(Vec<&'r str>),
    /// Words of the program.
    Words(Vec<String>),
    Box([f32; 4]),
}

/// The values of one column, gathered.
enum Builder {
    Text(StringBuilder),
    Int(Int32Builder),
    Long(Int64Builder),
    Share(Float64Builder),
    Bool(BooleanBuilder),
    Day(Date32Builder),
    Decimal(Decimal128Builder),
    Texts(ListBuilder<StringBuilder>),
    Box(ListBuilder<Float32Builder>),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        let element = |of| Arc::new(Field::new("element", of, false));
        match kind {
            Kind::Text => Builder::Text(StringBuilder::new()),
            Kind::Int => Builder::Int(Int32Builder::new()),
            Kind::Long => Builder::Long(Int64Builder::new()),
            Kind::Share => Builder::Share(Float64Builder::new()),
            Kind::Bool => Builder::Bool(BooleanBuilder::new()),
            Kind::Day => Builder::Day(Date32Builder::new()),
            Kind::Decimal => Builder::Decimal(Decimal128Builder::new().with_data_type(kind.data_type())),
            Kind::Texts => {
                Builder::Texts(ListBuilder::new(StringBuilder::new()).with_field(element(DataType::Utf8)))
            }
            Kind::Box => {
                Builder::Box(ListBuilder::new(Float32Builder::new()).with_field(element(DataType::Float32)))
            }
        }
    }

    /// Appends a value and gives the bytes that it takes, about.
    fn append(&mut self, value: Value<'_>) -> io::Result<usize> {
        match (self, value) {
            (Builder::Text(to), Value::Text(text)) => {
                fits(&text)?;
                to.append_value(&text);
                return Ok(text.len() + 4);
            }
            (Builder::Text(to), _) => to.append_null(),
            (Builder::Int(to), Value::Int(int)) => to.append_option(i32::try_from(int).ok()),
            (Builder::Int(to), _) => to.append_null(),
            (Builder::Long(to), Value::Int(int)) => to.append_value(int),
            (Builder::Long(to), _) => to.append_null(),
            (Builder::Share(to), Value::Share(share)) => to.append_value(share),
            (Builder::Share(to), _) => to.append_null(),
            (Builder::Bool(to), Value::Bool(flag)) => to.append_value(flag),
            (Builder::Bool(to), _) => to.append_null(),
            (Builder::Day(to), Value::Day(iso)) => to.append_option(day(iso)),
            (Builder::Day(to), _) => to.append_null(),
            (Builder::Decimal(to), Value::Decimal(number)) => to.append_option(fixed(number)),
            (Builder::Decimal(to), _) => to.append_null(),
            (Builder::Texts(to), Value::Texts(texts)) => {
                let mut bytes = 4;
                for text in texts {
                    fits(text)?;
                    to.values().append_value(text);
                    bytes += text.len() + 4;
                }
                to.append(true);
                return Ok(bytes);
            }
            (Builder::Texts(to), Value::Words(words)) => {
                words.iter().for_each(|word| to.values().append_value(word));
                to.append(true);
            }
            (Builder::Texts(to), _) => to.append(false),
            (Builder::Box(to), Value::Box(bbox)) => {
                to.values().append_slice(&bbox);
                to.append(true);
                return Ok(20);
            }
            (Builder::Box(to), _) => to.append(false),
        }
        Ok(8)
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(of) => Arc::new(of.finish()),
            Builder::Int(of) => Arc::new(of.finish()),
            Builder::Long(of) => Arc::new(of.finish()),
            Builder::Share(of) => Arc::new(of.finish()),
            Builder::Bool(of) => Arc::new(of.finish()),
            Builder::Day(of) => Arc::new(of.finish()),
            Builder::Decimal(of) => Arc::new(of.finish()),
            Builder::Texts(of) => Arc::new(of.finish()),
            Builder::Box(of) => Arc::new(of.finish()),
        }
    }
}

fn fits(text: &str) -> io::Result<()> {
    match text.len() {
        ..=MAX_TEXT => Ok(()),
        length => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a value of {length} bytes is too long for Parquet (most: {MAX_TEXT})"),
        )),
    }
}

/// A number in the column's digits.
fn fixed(number: Decimal) -> Option<i128> {
    number.at_scale(SCALE).filter(|units| units.unsigned_abs() < 10u128.pow(u32::from(PRECISION)))
}

/// Days since 1970-01-01 of an ISO date in the proleptic Gregorian calendar; `None` for what is no day.
fn day(iso: &str) -> Option<i32> {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    // Years that begin in March, so that the leap day is the last (H. Hinnant, "chrono-compatible date algorithms").
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

/// Rows of one table, gathered into a batch.
pub struct Gathered {
    schema: SchemaRef,
    builders: Vec<Builder>,
    rows: usize,
    bytes: usize,
}

impl Gathered {
    pub fn new(schema: SchemaRef, kinds: impl IntoIterator<Item = Kind>) -> Self {
        Gathered { schema, builders: kinds.into_iter().map(Builder::new).collect(), rows: 0, bytes: 0 }
    }

    /// Adds a row, with a value for each column.
    ///
    /// # Errors
    /// A text that is too long.
    pub fn row<'r>(&mut self, values: impl Iterator<Item = Value<'r>>) -> io::Result<()> {
        for (builder, value) in self.builders.iter_mut().zip(values) {
            self.bytes += builder.append(value)?;
        }
        self.rows += 1;
        Ok(())
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The size of the rows, about.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The rows gathered since the last time.
    ///
    /// # Errors
    /// A null in a column that has none.
    pub fn take(&mut self) -> io::Result<RecordBatch> {
        let columns = self.builders.iter_mut().map(Builder::finish).collect();
        (self.rows, self.bytes) = (0, 0);
        RecordBatch::try_new(self.schema.clone(), columns).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (iso, wanted) in [
            ("1970-01-01", Some(0)),
            ("1969-12-31", Some(-1)),
            ("2000-02-29", Some(11_016)),
            ("2024-12-31", Some(20_088)),
            ("1945-09-02", Some(-8_887)),
            ("2023-02-29", None),
            ("2023-13-01", None),
            ("2023-00-10", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(day(iso), wanted, "{iso}");
        }
    }

    #[test]
    fn a_number_beyond_the_digits_of_the_column_is_left_out_not_rounded() {
        let fixed = |text: &str| fixed(text.parse().unwrap());
        assert_eq!(fixed("24.04"), Some(240_400_000_000));
        assert_eq!(fixed("0.00000000001"), None);
        assert_eq!(fixed("99999999999999999999999999999"), None);
    }
}
