//! The fields of the index. Two indexes lie side by side: one of documents, and one of their targets, so that the words
//! of an indicator and its figure are found in one and the same target.

use super::words::{Spelling, Words};
use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};

/// Changes whenever an index of before would answer wrongly: fields, words, or what is put into them. An index of another
/// version is made anew.
pub const VERSION: u32 = 1;

/// Letters of the longest value that is kept for filters and facets.
pub const LONGEST_VALUE: usize = 240;

/// A text in both spellings. Words stand at the same positions in both.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    pub exact: Field,
    pub bare: Field,
}

impl Pair {
    pub fn of(self, spelling: Spelling) -> Field {
        match spelling {
            Spelling::Exact => self.exact,
            Spelling::Bare => self.bare,
        }
    }

    fn add(builder: &mut SchemaBuilder, name: &str) -> Pair {
        Pair {
            exact: builder.add_text_field(&format!("{name}_exact"), text(Spelling::Exact)),
            bare: builder.add_text_field(&format!("{name}_bare"), text(Spelling::Bare)),
        }
    }
}

/// Words with their places.
fn text(spelling: Spelling) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(spelling.tokenizer())
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    )
}

/// A whole value: to be filtered by and, where `counted`, to be counted.
fn value(is_counted: bool) -> TextOptions {
    let options = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    if is_counted { options.set_fast("raw") } else { options }
}

/// The columns that are counted as facets, by name.
pub mod column {
    pub const ID: &str = "id";
    pub const STAMP: &str = "stamp";
    pub const ORDER: &str = "order";
    pub const CITED: &str = "cited";
    pub const DATE: &str = "date";
    pub const UNMARKED: &str = "unmarked";
    pub const NOTES: &str = "notes";
    pub const YEAR: &str = "year";
    pub const KIND: &str = "kind";
    pub const ISSUER: &str = "issuer";
    pub const LEVEL: &str = "level";
    pub const SYSTEM: &str = "system";
    pub const PROVINCE: &str = "province";
    pub const BODY: &str = "body";
    pub const LOW: &str = "low";
    pub const HIGH: &str = "high";
    pub const BASE_LOW: &str = "base_low";
    pub const BASE_HIGH: &str = "base_high";
    pub const BASE_UNIT: &str = "base_unit";
    pub const BOUND: &str = "bound";
    pub const CHANGE: &str = "change";
}

/// The index of documents.
#[derive(Debug, Clone)]
pub struct Documents {
    pub schema: Schema,
    /// `documents.id`
    pub id: Field,
    /// Of the state of the document that was indexed.
    pub stamp: Field,
    /// The first 8 bytes of its key: breaks ties, the same in every corpus.
    pub order: Field,
    /// How often other documents cite it, as the power of two below.
    pub cited: Field,
    /// 20240206; 20240000 where only the year is known, 0 for none.
    pub date: Field,
    pub year: Field,
    pub kind: Field,
    pub issuer: Field,
    pub level: Field,
    pub system: Field,
    /// The province of today.
    pub province: Field,
    /// The bare names of the provinces of today and of then, for filters.
    pub province_names: Field,
    pub province_then: Field,
    pub body: Field,
    /// Its own number, letters and digits alone ([`super::number`]).
    pub number: Field,
    /// The numbers of the documents that it cites.
    pub cites: Field,
    /// 1 where its text has no marks to speak of.
    pub unmarked: Field,
    /// 1 where it has footnotes, which stand in its record alone.
    pub notes: Field,
    pub issuer_words: Pair,
    pub body_words: Pair,
    pub signer_words: Pair,
    pub number_words: Field,
    pub text: Pair,
    pub title: Pair,
    pub headings: Pair,
}

impl Documents {
    pub fn new() -> Documents {
        let mut builder = Schema::builder();
        let number: NumericOptions = FAST.into();
        let indexed = NumericOptions::from(FAST) | NumericOptions::from(INDEXED);
        Documents {
            id: builder.add_i64_field(column::ID, indexed.clone()),
            stamp: builder.add_u64_field(column::STAMP, number.clone()),
            order: builder.add_u64_field(column::ORDER, number.clone()),
            cited: builder.add_u64_field(column::CITED, number.clone()),
            date: builder.add_u64_field(column::DATE, number.clone()),
            year: builder.add_u64_field(column::YEAR, indexed.clone()),
            kind: builder.add_text_field(column::KIND, value(true)),
            issuer: builder.add_text_field(column::ISSUER, value(true)),
            level: builder.add_text_field(column::LEVEL, value(true)),
            system: builder.add_text_field(column::SYSTEM, value(true)),
            province: builder.add_text_field(column::PROVINCE, value(true)),
            province_names: builder.add_text_field("province_names", value(false)),
            province_then: builder.add_text_field("province_then", value(false)),
            body: builder.add_text_field(column::BODY, value(true)),
            number: builder.add_text_field("number", value(false)),
            cites: builder.add_text_field("cites", value(false)),
            unmarked: builder.add_u64_field(column::UNMARKED, indexed),
            notes: builder.add_u64_field(column::NOTES, number),
            issuer_words: Pair::add(&mut builder, "issuer_words"),
            body_words: Pair::add(&mut builder, "body_words"),
            signer_words: Pair::add(&mut builder, "signer_words"),
            number_words: builder.add_text_field("number_words", text(Spelling::Bare)),
            text: Pair::add(&mut builder, "text"),
            title: Pair::add(&mut builder, "title"),
            headings: Pair::add(&mut builder, "headings"),
            schema: builder.build(),
        }
    }
}

/// The index of targets.
#[derive(Debug, Clone)]
pub struct Targets {
    pub schema: Schema,
    /// `documents.id` of the document that it stands in.
    pub id: Field,
    pub indicator: Pair,
    /// As printed, lower and upper end; missing for qualitative targets.
    pub low: Field,
    pub high: Field,
    /// In the base unit; missing where the unit has none.
    pub base_low: Field,
    pub base_high: Field,
    pub base_unit: Field,
    /// [`super::figures::Bound`] as a number.
    pub bound: Field,
    /// [`super::figures::Change`] as a number.
    pub change: Field,
}

impl Targets {
    pub fn new() -> Targets {
        let mut builder = Schema::builder();
        let number: NumericOptions = FAST.into();
        Targets {
            id: builder.add_i64_field(column::ID, number.clone() | NumericOptions::from(INDEXED)),
            indicator: Pair::add(&mut builder, "indicator"),
            low: builder.add_f64_field(column::LOW, number.clone()),
            high: builder.add_f64_field(column::HIGH, number.clone()),
            base_low: builder.add_f64_field(column::BASE_LOW, number.clone()),
            base_high: builder.add_f64_field(column::BASE_HIGH, number.clone()),
            base_unit: builder.add_text_field(column::BASE_UNIT, value(true)),
            bound: builder.add_u64_field(column::BOUND, number.clone()),
            change: builder.add_u64_field(column::CHANGE, number),
            schema: builder.build(),
        }
    }
}

/// Tells an index how its words are made.
pub fn register(index: &Index) {
    for spelling in [Spelling::Exact, Spelling::Bare] {
        index.tokenizers().register(spelling.tokenizer(), Words::new(spelling));
    }
}

/// The beginning of a value that is no longer than values are.
pub fn short(value: &str) -> &str {
    value.char_indices().nth(LONGEST_VALUE).map_or(value, |(end, _)| &value[..end])
}
