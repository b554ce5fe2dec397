//! What tests share.
//!
//! Owns: stand-ins for the world outside. Refuses to know: what is tested with them.

pub mod sim_fs;
