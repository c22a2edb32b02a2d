//! A source whose files are read before anything is made of them, with a checksum of all that is in them: what is judged is what the
//! checksum is of.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Disk, Item, LIMIT, Source, is_file, shown};

impl Source {
    /// The same with its files in memory, and the SHA-256 of its name and of the names and bytes of all of them; `None` where not all
    /// could be read, where what lies beside it counts too, and of what can be read only once.
    pub fn loaded(mut self, disk: &dyn Disk) -> (Self, Option<String>) {
        let is_apart = self.error.is_none() && self.stand.beside.is_empty();
        let mut all = is_apart.then(Sha256::new);
        add(&mut all, self.name.as_bytes());
        self.list(disk);
        let items = std::mem::take(&mut self.items);
        for (name, item) in items {
            let (item, bytes) = item.loaded(disk);
            add(&mut all, name.as_bytes());
            match bytes {
                Some(bytes) => add(&mut all, &bytes),
                None => all = None,
            }
            self.items.push((name, item));
        }
        let evidence = all.map(|all| all.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        (self, evidence)
    }
}

/// Each with its length, so that no two lists of them are one text.
fn add(all: &mut Option<Sha256>, bytes: &[u8]) {
    if let Some(all) = all {
        all.update((bytes.len() as u64).to_be_bytes());
        all.update(bytes);
    }
}

impl Item {
    /// The same in memory, and its checksum.
    fn loaded(self, disk: &dyn Disk) -> (Self, Option<Vec<u8>>) {
        let sum = |bytes: &[u8]| Some(Sha256::digest(bytes).to_vec());
        match self {
            Self::File(path) if is_file(disk, &path) => match Self::File(path).read(disk) {
                Ok(bytes) => {
                    let sum = sum(&bytes);
                    (Self::Text(bytes), sum)
                }
                Err(why) => (Self::Unreadable(why), None),
            },
            Self::Passable(path) if is_file(disk, &path) => match disk.bytes(&path, LIMIT) {
                Ok(bytes) => {
                    let sum = sum(&bytes);
                    (Self::PassableText(bytes), sum)
                }
                Err(_) => (Self::Passable(path), None),
            },
            Self::Bundle(path) if is_file(disk, &path) => loaded_bundle(disk, &path),
            Self::Text(bytes) => {
                let sum = sum(&bytes);
                (Self::Text(bytes), sum)
            }
            Self::PassableText(bytes) => {
                let sum = sum(&bytes);
                (Self::PassableText(bytes), sum)
            }
            other => (other, None),
        }
    }
}

fn loaded_bundle(disk: &dyn Disk, path: &Path) -> (Item, Option<Vec<u8>>) {
    match disk.bytes(path, LIMIT) {
        Ok(bytes) => {
            let sum = Sha256::digest(&bytes).to_vec();
            (Item::Packed(shown(path), bytes), Some(sum))
        }
        Err(_) => (Item::Bundle(path.to_owned()), None),
    }
}
