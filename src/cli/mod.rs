//! The `jinguo` command, one file a command.
//!
//! Owns: the clock, the environment and the terminal. Refuses to know: rules and arithmetic.
