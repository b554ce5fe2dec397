//! Exported files, read by others.
//!
//! Owns: which readers there are. Refuses to know: ledgers; the tables are made here.
//!
//! With `JINGUO_READERS=1` LibreOffice and Chromium must be there, and open what is exported; without it those checks are
//! left out with a line that says so. `JINGUO_FORMATS_BIG=1` fills a whole sheet of Excel.

mod formats {
    mod csv_json;
    mod page;
    mod paper;
    mod pdf;
    mod readers;
    mod samples;
    mod xlsx;
}
