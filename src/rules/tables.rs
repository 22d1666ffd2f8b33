//! Which tables there are, and the fields of their rows.
//!
//! To add a table: its fields here, a line in `tables!`, and the file `rules/NAME.toml`.

use super::assignments::*;
use super::citations::*;
use super::names::*;
use super::outline::*;
use super::page::*;
use super::phrases::Phrase;
use super::places::*;
use super::targets::*;
use super::{Lexicon, Phrases, Row, Table};
use crate::document::{TableId, Tables, WordId};
use crate::error::Error;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::path::Path;

/// The tables that are looked up in values of records, not used to read them.
const DERIVED: [&str; 3] = ["provinces", "bases", "unmeasured"];

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident / $id:ident : $fields:ty),* $(,)?) => {
        /// All tables and the automaton over their phrases.
        #[derive(Debug, Clone)]
        pub struct Rules {
            pub lexicon: Lexicon,
            pub phrases: Phrases,
            /// The phrases of the tables that lines are read with, before the text has blocks.
            pub line_phrases: Phrases,
            /// The `words` of the table of headings, which are looked for only where a heading is read.
            pub heading_words: Phrases,
            $($(#[$doc])* pub $name: Table<$fields>,)*
            kinds_of: FxHashMap<String, Vec<u16>>,
            number_words: Vec<WordId>,
            fingerprint: String,
            derived_fingerprint: String,
        }

        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($id),* }

        const _: () = assert!(Rules::TABLE_NAMES.len() <= Tables::MOST);

        impl Rules {
            $(pub const $id: TableId = TableId(Number::$id as u8);)*

            /// The names of the tables.
            pub(super) const TABLE_NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            pub(super) fn load(directory: Option<&Path>) -> Result<Rules, Error> {
                let mut rules = Rules {
                    lexicon: Lexicon::default(),
                    phrases: Phrases::default(),
                    line_phrases: Phrases::default(),
                    heading_words: Phrases::default(),
                    $($name: Table::load(
                        Rules::$id,
                        stringify!($name),
                        include_str!(concat!("../../rules/", stringify!($name), ".toml")),
                        directory,
                    )?,)*
                    kinds_of: FxHashMap::default(),
                    number_words: Vec::new(),
                    fingerprint: String::new(),
                    derived_fingerprint: String::new(),
                };
                let mut hashers = [blake3::Hasher::new(), blake3::Hasher::new()];
                $(let hasher = &mut hashers[usize::from(DERIVED.contains(&stringify!($name)))];
                hasher.update(stringify!($name).as_bytes());
                hasher.update(rules.$name.hash.as_bytes());)*
                [rules.fingerprint, rules.derived_fingerprint] =
                    hashers.map(|hasher| hasher.finalize().to_hex()[..16].to_owned());
                // The words that phrases begin with have the lowest numbers: what running text looks up lies together.
                $(for phrase in rules.$name.rows.iter().flat_map(|row| &row.phrases) {
                    rules.lexicon.enter_first(phrase);
                })*
                let mut phrases = Vec::new();
                $(for (index, row) in rules.$name.rows.iter().enumerate() {
                    for phrase in &row.phrases {
                        phrases.push(Phrase {
                            symbols: rules.lexicon.symbols(phrase),
                            table: Rules::$id,
                            row: index as u16,
                            exact: row.exact.then_some(phrase.as_str()),
                        });
                    }
                })*
                let of_lines = [Rules::KINDS, Rules::LETTERHEAD, Rules::FLOW, Rules::FURNITURE];
                rules.phrases = Phrases::new(&phrases);
                rules.line_phrases =
                    Phrases::new(phrases.iter().filter(|phrase| of_lines.contains(&phrase.table)));
                let mut heading_words = Vec::new();
                for (index, row) in rules.headings.rows.iter().enumerate() {
                    for words in &row.fields.words {
                        heading_words.push(Phrase {
                            symbols: rules.lexicon.symbols(words),
                            table: Rules::HEADINGS,
                            row: index as u16,
                            exact: None,
                        });
                    }
                }
                rules.heading_words = Phrases::new(&heading_words);
                let numbers = |row: &&Row<CitationWordFields>| row.fields.part == CitationPart::Number;
                for phrase in rules.citation_words.rows.iter().filter(numbers).flat_map(|row| &row.phrases) {
                    let first = phrase.split_whitespace().next().unwrap_or_default();
                    rules.number_words.push(rules.lexicon.look_up(first).0);
                }
                for (index, row) in rules.kinds.rows.iter().enumerate() {
                    for symbol in std::iter::once(&row.fields.code).chain(&row.fields.symbols) {
                        let kinds = rules.kinds_of.entry(symbol.clone()).or_default();
                        if kinds.last() != Some(&(index as u16)) {
                            kinds.push(index as u16);
                        }
                    }
                }
                Ok(rules)
            }

            /// The tables that records are read with, as one word of 16 hexadecimal digits: a part of the BLAKE3 of
            /// their texts. Equal tables find the same. One for all of them: each may add a finding of its kind to any
            /// document, and all kinds are found in one pass.
            pub fn fingerprint(&self) -> &str {
                &self.fingerprint
            }

            /// The same of the tables by which values of records are made comparable, which change no record.
            pub fn derived_fingerprint(&self) -> &str {
                &self.derived_fingerprint
            }

            /// The rows of the kinds that an abbreviation stands for in symbols, in the order of the table.
            pub fn kinds_of(&self, abbreviation: &str) -> &[u16] {
                self.kinds_of.get(abbreviation).map_or(&[], Vec::as_slice)
            }

            /// Whether the word for the number of a cited document ("số") may begin with a word.
            #[inline]
            pub fn opens_number(&self, word: WordId) -> bool {
                self.number_words.contains(&word)
            }

            /// Every row of every table with its examples, for the tests: (table, name, row, id, exact, phrases, find, leave).
            pub fn examples(&self) -> Vec<Examples<'_>> {
                let mut all = Vec::new();
                $(for (index, row) in self.$name.rows.iter().enumerate() {
                    all.push(Examples {
                        table: Rules::$id,
                        name: self.$name.name,
                        row: index as u16,
                        id: row.id.0,
                        phrases: &row.phrases,
                        find: &row.find,
                        leave: &row.leave,
                    });
                })*
                all
            }
        }
    };
}

/// A row with its examples.
#[derive(Debug, Clone, Copy)]
pub struct Examples<'r> {
    pub table: TableId,
    /// The table's name.
    pub name: &'static str,
    pub row: u16,
    pub id: &'static str,
    pub phrases: &'r [String],
    pub find: &'r [String],
    pub leave: &'r [String],
}

tables! {
    /// Kinds of documents (tên loại văn bản).
    kinds / KINDS: KindFields,
    /// Parts of the letterhead and of the foot.
    letterhead / LETTERHEAD: LetterheadFields,
    /// Words by which lines open a paragraph or go on with one.
    flow / FLOW: FlowFields,
    /// Lines that are not the document's own text.
    furniture / FURNITURE: FurnitureFields,
    /// Other words for them in citations.
    kind_words / KIND_WORDS: KindWordFields,
    /// The small words of a citation.
    citation_words / CITATION_WORDS: CitationWordFields,
    /// Words before the subject of a cited document.
    citation_connectors / CITATION_CONNECTORS: ConnectorFields,
    /// What ends the issuer or the title of a citation.
    citation_ends / CITATION_ENDS: CitationEndFields,
    /// Cues of the relation to a cited document.
    relations / RELATIONS: RelationFields,
    /// Names of laws, codes and ordinances.
    laws / LAWS: LawFields,
    /// Words that number divisions.
    divisions / DIVISIONS: DivisionFields,
    /// What the words of headings mean.
    headings / HEADINGS: HeadingFields,
    /// Words with which names of bodies begin.
    names / NAMES: NameFields,
    /// Abbreviations in names of bodies.
    abbreviations / ABBREVIATIONS: AbbreviationFields,
    /// Words that mark a place at head or foot.
    marks / MARKS: MarkFields,
    /// Units and counted nouns (đơn vị tính).
    units / UNITS: UnitFields,
    /// Words and signs that bound a value (cách so sánh).
    comparators / COMPARATORS: ComparatorFields,
    /// Words of change and of the level reached (mức tăng, giảm).
    changes / CHANGES: ChangeFields,
    /// Commitment, report, description (phấn đấu, đã đạt, mức hỗ trợ).
    frames / FRAMES: FrameFields,
    /// Nouns and verbs that begin an indicator (tên chỉ tiêu).
    indicators / INDICATORS: IndicatorFields,
    /// Words that join the parts of a statement (đạt, chiếm, trong đó).
    links / LINKS: LinkFields,
    /// Words that make a number a name, a date or a rank (Quốc lộ, ngày, nhóm).
    ordinals / ORDINALS: OrdinalFields,
    /// Openings of points in time and periods (thời hạn).
    deadlines / DEADLINES: DeadlineFields,
    /// End states and exhortation (đạt chuẩn; đẩy mạnh).
    states / STATES: StateFields,
    /// Heads of columns in tables of targets (bảng chỉ tiêu).
    target_heads / TARGET_HEADS: TargetHeadFields,
    /// Words with which a body that can be told to act begins.
    body_heads / BODY_HEADS: BodyHeadFields,
    /// Words that belong to the body before them.
    body_tails / BODY_TAILS: BodyTailFields,
    /// Sectors in the names of ministries, departments and divisions.
    sectors / SECTORS: SectorFields,
    /// Words by which a duty is given.
    duties / DUTIES: DutyFields,
    /// Words with which a task begins.
    task_verbs / TASK_VERBS: TaskVerbFields,
    /// Words that open a sentence whose body comes behind a clause.
    openers / OPENERS: OpenerFields,
    /// Heads of columns and lines of shared-out work.
    work_heads / WORK_HEADS: WorkHeadFields,
    /// Words of the time by which a task is to be done.
    task_times / TASK_TIMES: TaskTimeFields,
    /// Provinces through time; of no effect on records.
    provinces / PROVINCES: ProvinceFields,
    /// Units in base units (đồng, m², kg); of no effect on records.
    bases / BASES: BaseFields,
    /// Words of an indicator that say nothing of what is measured; of no effect on records.
    unmeasured / UNMEASURED: UnmeasuredFields,
}

/// A kind of document.
#[derive(Debug, Clone, Deserialize)]
pub struct KindFields {
    /// "KH"; what stands in `doc_type.code`.
    pub code: String,
    /// "Kế hoạch".
    pub name: String,
    /// Other abbreviations that stand for it in symbols: "Ctr", "CTR" for "CTr".
    #[serde(default)]
    pub symbols: Vec<String>,
    /// Only the Party issues it, or only the State, or either.
    #[serde(default)]
    pub system: Option<KindSystem>,
    /// A normative document (văn bản quy phạm pháp luật) that is cited by name: law, code, ordinance, constitution.
    #[serde(default)]
    pub cited_by_name: bool,
    /// Not a kind that a document's own kind line names (công văn is only cited so).
    #[serde(default)]
    pub cited_only: bool,
    /// A bare number behind it names a document: "Nghị quyết số 57", but "Dự án số 1" is a part of a programme.
    #[serde(default)]
    pub serial_alone: bool,
    /// It reports, asks or tells, and orders nothing: it cannot amend or repeal.
    #[serde(default)]
    pub reports: bool,
    /// Rank among normative documents, 1 for the highest: one is amended by its own kind or one above it.
    #[serde(default = "lowest_rank")]
    pub rank: u8,
}

fn lowest_rank() -> u8 {
    9
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KindSystem {
    State,
    Party,
}
