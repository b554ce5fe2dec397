//! A table into a format, one file a format.
//!
//! Owns: the formats. Refuses to know: the rules.
