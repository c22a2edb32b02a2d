//! Any bundle is read or refused: the bytes as they are, as an archive that was packed, and as the manifest of a sound one. What is
//! read comes out again as it was written.

#![no_main]

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use ndmp_preflight::collect::bundle::Bundle;
use tar::{Builder, EntryType, Header};

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(plain).expect("memory takes all");
    packed.finish().expect("memory takes all")
}

fn with_manifest(manifest: &[u8]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    for (name, bytes) in [("manifest.json", manifest), ("version.txt", b"NetApp Release 9.12.1".as_slice())] {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes).expect("memory takes all");
    }
    archive.into_inner().expect("memory takes all")
}

fuzz_target!(|bytes: &[u8]| {
    for bytes in [bytes.to_vec(), packed(bytes), packed(&with_manifest(bytes))] {
        let Ok(bundle) = Bundle::of("fuzz", &bytes) else { continue };
        let again = Bundle::of("fuzz", &bundle.bytes()).expect("what was read is sound");
        assert_eq!(again.entries, bundle.entries);
    }
});
