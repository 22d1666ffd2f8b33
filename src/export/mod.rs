//! The corpus in the formats of others: tables for analysis, metadata for archives and for the exchange of documents.

pub mod archive;
pub mod parquet;
pub mod postgres;
pub mod rows;
