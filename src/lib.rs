//! Turns Vietnamese administrative documents into data that people can trust.
//!
//! ```text
//! bytes -> read -> normalize -> layout -> lex -> segment -> extract -> resolve -> Document -> write
//! ```
//!
//! [`pipeline`] runs the rooms; ARCHITECTURE.md tells what each is for and who may import whom.

pub mod cli;
pub mod corpus;
pub mod decimal;
pub mod diagnostic;
pub mod document;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod import;
pub mod ingest;
pub mod knowledge;
pub mod layout;
pub mod lex;
pub mod normalize;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod rules;
pub mod search;
pub mod segment;
pub mod serve;
pub mod source;
pub mod span;
pub mod text;
pub mod verify;
pub mod worker;
pub mod write;
