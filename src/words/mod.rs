//! Every sentence for people, in Chinese and English.
//!
//! Owns: the messages, their look-up and how amounts and names are written out. Refuses to know: storage.
