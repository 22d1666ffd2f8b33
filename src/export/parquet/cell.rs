//! Cells of Parquet: the builders that gather the values of columns.

use crate::decimal::Decimal;
use crate::export::rows::{Kind, Take, Value, day};
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float32Builder, Float64Builder, Int32Builder,
    Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, SchemaRef};
use std::io;
use std::sync::Arc;

/// The digits of a decimal column: all that 128 bits hold.
pub const PRECISION: u8 = 38;
/// Of these behind the mark: more than any document prints; 28 stay before it.
pub const SCALE: u8 = 10;

/// The longest text of a cell. Longer ones would overrun the offsets of a batch, and no reader takes them.
const MAX_TEXT: usize = 1 << 30;

/// What a column holds, as Arrow names it. The items of lists are never null.
pub fn data_type(kind: Kind) -> DataType {
    let list = |of| DataType::List(Arc::new(Field::new("element", of, false)));
    match kind {
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
            Kind::Decimal => Builder::Decimal(Decimal128Builder::new().with_data_type(data_type(kind))),
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

impl Take for Gathered {
    fn row<'r>(&mut self, values: impl Iterator<Item = Value<'r>>) -> io::Result<()> {
        for (builder, value) in self.builders.iter_mut().zip(values) {
            self.bytes += builder.append(value)?;
        }
        self.rows += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_beyond_the_digits_of_the_column_is_left_out_not_rounded() {
        let fixed = |text: &str| fixed(text.parse().unwrap());
        assert_eq!(fixed("24.04"), Some(240_400_000_000));
        assert_eq!(fixed("0.00000000001"), None);
        assert_eq!(fixed("99999999999999999999999999999"), None);
    }
}
