//! A file system in memory that fails when told to, and crashes as real disks do.
//!
//! Owns: what lasts and what does not. Refuses to know: what the files hold.
//!
//! Every call counts, reads too. Each file has the bytes programs see and, apart, the bytes that last; a write
//! moves from the first to the second by a sync. A crash keeps, for each 512-byte sector, any of its states since
//! the last sync; a length between those since the last sync; and any of the changes of names not synced. A sync
//! that fails does the same to the bytes that last, and forgets what it owed: a later sync says nothing of them.

use jinguo::store::fs::{Fs, FsFile};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

const SECTOR: usize = 512;

/// What goes wrong at a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The call does nothing and fails.
    Error,
    /// A write leaves some first part of its bytes and fails, the disk being full; other calls do nothing and fail.
    Full,
    /// A write leaves some first part of its bytes and fails; other calls do nothing and fail.
    Short,
    /// A sync fails, and what it should have made lasting is in an unknown state; other calls do nothing and fail.
    Sync,
    /// Power goes: a write leaves some first part, another change may have been made, and nothing works from here on.
    /// Call [`SimFs::crash`] next.
    PowerCut,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    SetLen(usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Write(offset, new) => {
                let end = offset + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*offset..end].copy_from_slice(new);
            }
            Change::SetLen(len) => bytes.resize(*len, 0),
        }
    }
}

#[derive(Clone, Default)]
struct Node {
    seen: Vec<u8>,
    lasting: Vec<u8>,
    owed: Vec<Change>,
}

impl Node {
    /// What the disk may hold when syncs owed were not made: for each sector any version, and some length.
    fn survivor(&self, dice: &mut Dice) -> Vec<u8> {
        let mut versions = vec![self.lasting.clone()];
        for change in &self.owed {
            let mut next = versions[versions.len() - 1].clone();
            change.apply(&mut next);
            versions.push(next);
        }
        let lens = versions.iter().map(Vec::len);
        let (low, high) = (lens.clone().min().unwrap(), lens.max().unwrap());
        let newest = versions.len() - 1;
        let whim = dice.below(4);
        let pick = |dice: &mut Dice, count: usize| match whim {
            0 => 0,
            1 => count - 1,
            _ => dice.below(count),
        };
        let len = match whim {
            0 => versions[0].len(),
            1 => versions[newest].len(),
            _ if dice.below(2) == 0 => versions[dice.below(newest + 1)].len(),
            _ => low + dice.below(high - low + 1),
        };
        let mut bytes = vec![0; len];
        for (n, sector) in bytes.chunks_mut(SECTOR).enumerate() {
            let version = &versions[pick(dice, newest + 1)];
            let start = (n * SECTOR).min(version.len());
            let end = (n * SECTOR + sector.len()).min(version.len());
            sector[..end - start].copy_from_slice(&version[start..end]);
        }
        bytes
    }
}

#[derive(Clone)]
enum Naming {
    Dir(PathBuf),
    Link(PathBuf, usize),
    Unlink(PathBuf),
    Move(PathBuf, PathBuf, usize),
}

impl Naming {
    fn folder(&self) -> Option<&Path> {
        match self {
            Naming::Dir(path) | Naming::Link(path, _) | Naming::Unlink(path) | Naming::Move(_, path, _) => {
                path.parent()
            }
        }
    }

    fn apply(&self, names: &mut Names) {
        match self {
            Naming::Dir(path) => {
                names.dirs.insert(path.clone());
            }
            Naming::Link(path, node) => {
                names.files.insert(path.clone(), *node);
            }
            Naming::Unlink(path) => {
                names.files.remove(path);
            }
            Naming::Move(from, to, node) => {
                names.files.remove(from);
                names.files.insert(to.clone(), *node);
            }
        }
    }
}

#[derive(Clone, Default)]
struct Names {
    dirs: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, usize>,
}

/// A small generator of the numbers a test needs, the same for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        usize::try_from(z % u64::try_from(limit).unwrap()).unwrap()
    }
}

struct World {
    nodes: Vec<Node>,
    names: Names,
    lasting_names: Names,
    owed_names: Vec<Naming>,
    calls: u64,
    faults: BTreeMap<u64, Fault>,
    fault_from: Option<(u64, Fault)>,
    dead: bool,
    dice: Dice,
}

/// The file system; clones share it.
#[derive(Clone)]
pub struct SimFs(Arc<Mutex<World>>);

impl SimFs {
    /// An empty one with one folder that lasts. The same seed and calls give the same faults.
    pub fn new(seed: u64, dir: &Path) -> SimFs {
        let names = Names { dirs: BTreeSet::from([dir.to_owned()]), files: BTreeMap::new() };
        SimFs::with(names, Vec::new(), seed)
    }

    fn with(names: Names, nodes: Vec<Node>, seed: u64) -> SimFs {
        SimFs(Arc::new(Mutex::new(World {
            nodes,
            lasting_names: names.clone(),
            names,
            owed_names: Vec::new(),
            calls: 0,
            faults: BTreeMap::new(),
            fault_from: None,
            dead: false,
            dice: Dice(seed),
        })))
    }

    /// The same as the seam's type.
    pub fn fs(&self) -> Arc<dyn Fs> {
        Arc::new(self.clone())
    }

    /// Plans a fault at one call; the next call is `calls()`.
    pub fn fail_at(&self, call: u64, fault: Fault) {
        self.world().faults.insert(call, fault);
    }

    /// Plans a fault at every call from one on.
    pub fn fail_from(&self, call: u64, fault: Fault) {
        self.world().fault_from = Some((call, fault));
    }

    /// Forgets the faults planned.
    pub fn heal(&self) {
        let mut world = self.world();
        world.faults.clear();
        world.fault_from = None;
    }

    /// How many calls were made.
    pub fn calls(&self) -> u64 {
        self.world().calls
    }

    /// The file system after power came back. This one is as if it had gone on: it can crash again in another way.
    pub fn crash(&self, seed: u64) -> SimFs {
        let world = self.world();
        let mut dice = Dice(seed);
        let mut names = world.lasting_names.clone();
        let whim = dice.below(3);
        for naming in &world.owed_names {
            if whim == 1 || whim == 2 && dice.below(2) == 1 {
                naming.apply(&mut names);
            }
        }
        let dirs = names.dirs.clone();
        names.files.retain(|path, _| path.parent().is_some_and(|dir| dirs.contains(dir)));
        let survive = |node: &Node| {
            let bytes = node.survivor(&mut dice);
            Node { seen: bytes.clone(), lasting: bytes, owed: Vec::new() }
        };
        let nodes = world.nodes.iter().map(survive).collect();
        SimFs::with(names, nodes, seed)
    }

    /// Turns one bit of a file over, on the disk and in what programs see. Returns false past its end.
    pub fn flip_bit(&self, path: &Path, bit: usize) -> bool {
        let mut world = self.world();
        let node = world.names.files[path];
        let node = &mut world.nodes[node];
        for bytes in [&mut node.seen, &mut node.lasting] {
            match bytes.get_mut(bit / 8) {
                Some(byte) => *byte ^= 1 << (bit % 8),
                None => return false,
            }
        }
        true
    }

    /// A file's bytes as programs see them; `None` where there is none.
    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let world = self.world();
        let node = world.names.files.get(path)?;
        Some(world.nodes[*node].seen.clone())
    }

    /// The files' paths, in order.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.world().names.files.keys().cloned().collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    /// Counts a call. Returns the world where it is to go well; where it is to fail, `fails` runs first.
    fn call(&self, fails: impl FnOnce(&mut World, Fault)) -> io::Result<MutexGuard<'_, World>> {
        let mut world = self.world();
        let n = world.calls;
        world.calls += 1;
        if world.dead {
            return Err(io::Error::other("power is off"));
        }
        let later = world.fault_from.filter(|(from, _)| *from <= n).map(|(_, fault)| fault);
        let Some(fault) = world.faults.get(&n).copied().or(later) else { return Ok(world) };
        fails(&mut world, fault);
        world.dead = fault == Fault::PowerCut;
        Err(match fault {
            Fault::Full => ErrorKind::StorageFull.into(),
            Fault::Short => ErrorKind::WriteZero.into(),
            Fault::Error | Fault::Sync | Fault::PowerCut => {
                io::Error::other(format!("{fault:?} at call {n}"))
            }
        })
    }

    fn quiet(&self) -> io::Result<MutexGuard<'_, World>> {
        self.call(|_, _| {})
    }

    /// A change that is one step: at a power cut it is owed like any other, so the crash decides.
    fn step(&self, change: impl Fn(&mut World) -> io::Result<()>) -> io::Result<()> {
        let cut = |world: &mut World, fault| {
            if fault == Fault::PowerCut {
                let _ = change(world);
            }
        };
        change(&mut *self.call(cut)?)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let node = self.quiet()?.names.files.get(path).copied().ok_or(ErrorKind::NotFound)?;
        Ok(Box::new(SimFile { fs: self.clone(), node }))
    }
}

impl World {
    fn rename(&mut self, naming: Naming) {
        naming.apply(&mut self.names);
        self.owed_names.push(naming);
    }

    fn change(&mut self, node: usize, change: Change) {
        let node = &mut self.nodes[node];
        change.apply(&mut node.seen);
        node.owed.push(change);
    }

    fn has_folder_of(&self, path: &Path) -> io::Result<()> {
        let there = path.parent().is_some_and(|dir| self.names.dirs.contains(dir));
        if there { Ok(()) } else { Err(ErrorKind::NotFound.into()) }
    }
}

impl Fs for SimFs {
    fn open_read(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.open(path)
    }

    fn open_write(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.open(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let mut world = self.quiet()?;
        world.has_folder_of(path)?;
        if world.names.files.contains_key(path) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let node = world.nodes.len();
        world.nodes.push(Node::default());
        world.rename(Naming::Link(path.to_owned(), node));
        Ok(Box::new(SimFile { fs: self.clone(), node }))
    }

    fn exists(&self, path: &Path) -> io::Result<bool> {
        let world = self.quiet()?;
        Ok(world.names.files.contains_key(path) || world.names.dirs.contains(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|world| {
            world.has_folder_of(to)?;
            let node = world.names.files.get(from).copied().ok_or(ErrorKind::NotFound)?;
            world.rename(Naming::Move(from.to_owned(), to.to_owned(), node));
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|world| {
            if !world.names.files.contains_key(path) {
                return Err(ErrorKind::NotFound.into());
            }
            world.rename(Naming::Unlink(path.to_owned()));
            Ok(())
        })
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut world = self.quiet()?;
        let missing: Vec<_> = path.ancestors().filter(|dir| !world.names.dirs.contains(*dir)).collect();
        for dir in missing.into_iter().rev().filter(|dir| dir.parent().is_some()) {
            world.rename(Naming::Dir(dir.to_owned()));
        }
        Ok(())
    }

    fn sync_dir(&self, dir: &Path) -> io::Result<()> {
        let mut world = self.quiet()?;
        let (now, later) = world.owed_names.drain(..).partition(|naming| naming.folder() == Some(dir));
        world.owed_names = later;
        let now: Vec<Naming> = now;
        for naming in now {
            naming.apply(&mut world.lasting_names);
        }
        Ok(())
    }
}

struct SimFile {
    fs: SimFs,
    node: usize,
}

impl FsFile for SimFile {
    fn read_at(&self, buf: &mut [u8], offset: u64) -> io::Result<usize> {
        let world = self.fs.quiet()?;
        let bytes = &world.nodes[self.node].seen;
        let from = usize::try_from(offset).unwrap().min(bytes.len());
        let n = buf.len().min(bytes.len() - from);
        buf[..n].copy_from_slice(&bytes[from..from + n]);
        Ok(n)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        let part = |world: &mut World, fault| {
            if matches!(fault, Fault::Full | Fault::Short | Fault::PowerCut) && !bytes.is_empty() {
                let n = world.dice.below(bytes.len());
                world.change(self.node, Change::Write(offset, bytes[..n].to_vec()));
            }
        };
        self.fs.call(part)?.change(self.node, Change::Write(offset, bytes.to_vec()));
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.fs.step(|world| {
            world.change(self.node, Change::SetLen(usize::try_from(len).unwrap()));
            Ok(())
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut world = self.fs.call(|world, fault| {
            if fault == Fault::Sync {
                let survivor = world.nodes[self.node].survivor(&mut world.dice);
                let node = &mut world.nodes[self.node];
                node.lasting = survivor;
                node.owed.clear();
            }
        })?;
        let node = &mut world.nodes[self.node];
        for change in node.owed.drain(..) {
            change.apply(&mut node.lasting);
        }
        Ok(())
    }

    fn size(&self) -> io::Result<u64> {
        Ok(u64::try_from(self.fs.quiet()?.nodes[self.node].seen.len()).unwrap())
    }
}
