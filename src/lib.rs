//! Turns Vietnamese administrative documents into data that people can trust.

pub mod write;
