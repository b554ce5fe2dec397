//! A file system of one file that can only be read.

use jinguo::store::fs::{Fs, FsFile};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// Whatever is opened in it has these bytes.
#[derive(Clone)]
pub struct OneFile(pub Arc<[u8]>);

fn no<T>() -> io::Result<T> {
    Err(ErrorKind::Unsupported.into())
}

impl Fs for OneFile {
    fn open_read(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        Ok(Box::new(self.clone()))
    }

    fn open_write(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        no()
    }

    fn create_new(&self, _: &Path) -> io::Result<Box<dyn FsFile>> {
        no()
    }

    fn exists(&self, _: &Path) -> io::Result<bool> {
        no()
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        no()
    }

    fn remove(&self, _: &Path) -> io::Result<()> {
        no()
    }

    fn create_dir_all(&self, _: &Path) -> io::Result<()> {
        no()
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        no()
    }
}

impl FsFile for OneFile {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.0.get(offset..)).unwrap_or_default();
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }

    fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
        no()
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        no()
    }

    fn sync_data(&self) -> io::Result<()> {
        no()
    }

    fn size(&self) -> io::Result<u64> {
        u64::try_from(self.0.len()).map_err(io::Error::other)
    }
}
