//! A key that is named for a run is tried first, on both ways to a cluster.

use crate::rig::{Cluster, Place};

const SAMPLE: &str = "ready-svm-9.12.1";

#[test]
fn a_key_that_is_named_is_used_on_both_ways_wherever_it_is_named() {
    let cluster = Cluster::open(SAMPLE);
    let place = Place::of(&[&cluster]);
    if !place.make_key("") {
        assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
        return;
    }
    std::fs::create_dir(place.folder.path().join("keys")).unwrap();
    std::fs::rename(place.folder.path().join(".ssh/id_ed25519"), place.folder.path().join("keys/own")).unwrap();
    let check = |way: &str, more: &[&str]| {
        let mut command = place.command(&[&["check", SAMPLE, "--transport", way], more].concat());
        crate::rig::Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap())
    };
    let inventory = std::fs::read_to_string(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    for way in ["ssh2", "openssh"] {
        place.write("ndmp-preflight.toml", &inventory);
        assert_eq!(check(way, &[]).code, 4, "{way}: no key, no password");
        let typed = check(way, &["--identity", "keys/own"]);
        assert_eq!(typed.code, 0, "{way}: {typed:?}");
        // The home of this run is its folder.
        place.write("ndmp-preflight.toml", &format!("{inventory}identity = \"~/keys/own\"\n"));
        let kept = check(way, &[]);
        assert_eq!(kept.code, 0, "{way}: {kept:?}");
        let missing = check(way, &["--identity", "keys/nothing"]);
        assert_eq!(missing.code, 4, "{way}: {missing:?}");
        assert!(missing.out.contains("the key file `keys/nothing` is not there"), "{way}: {missing:?}");
    }
}
