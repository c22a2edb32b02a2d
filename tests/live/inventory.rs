//! The site's own list of its clusters, groups of it, and runs over a part of it: asked again, or ended by the first that is bad.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place};
use crate::server::Faults;

/// The targets of a report with their verdicts.
fn verdicts(done: &Done) -> Vec<(String, String)> {
    let report = done.json();
    let word = |target: &Value, key: &str| target[key].as_str().unwrap().to_owned();
    let targets = report["targets"].as_array().unwrap().iter();
    targets.map(|target| (word(target, "target"), word(target, "verdict"))).collect()
}

fn names(done: &Done) -> Vec<String> {
    verdicts(done).into_iter().map(|(name, _)| name).collect()
}

/// What Ansible prints of these clusters; each stands in a group of its own, and all in `tape`, but the last.
fn printed(clusters: &[&Cluster]) -> String {
    let host = |cluster: &&Cluster| {
        let plan = format!("{{\"dma\": \"netbackup\", \"register\": [\"{}\"]}}", cluster.name);
        format!(
            "\"{}\": {{\"ansible_host\": \"127.0.0.1\", \"ansible_port\": {}, \"ansible_user\": \"op\", \
             \"ndmp_preflight_backup\": {plan}}}",
            cluster.name,
            cluster.port()
        )
    };
    let hosts: Vec<String> = clusters.iter().map(host).collect();
    let group = |cluster: &&Cluster| format!("\"only-{0}\": {{\"hosts\": [\"{0}\"]}}", cluster.name);
    let groups: Vec<String> = clusters.iter().map(group).collect();
    let of_tape: Vec<String> =
        clusters[..clusters.len() - 1].iter().map(|cluster| format!("\"only-{}\"", cluster.name)).collect();
    format!(
        "{{\"_meta\": {{\"hostvars\": {{{}}}}}, {}, \"tape\": {{\"children\": [{}]}}}}",
        hosts.join(", "),
        groups.join(", "),
        of_tape.join(", ")
    )
}

#[test]
fn a_file_a_program_and_a_table_are_the_same_inventory() {
    let (one, other) = (Cluster::plain("ready-svm-9.12.1"), Cluster::plain("ready-node-scope"));
    let clusters = [&one, &other];
    let place = Place::of(&clusters);
    let own = place.run(&["check", "--all", "--format", "json"]);
    place.write("hosts.json", &printed(&clusters));
    place.write(
        "print",
        "#!/bin/sh\ntest \"$1 $2\" = '--list all' && test -z \"$NDMP_PREFLIGHT_PASSWORD\" && cat hosts.json\n",
    );
    let row = |cluster: &&Cluster| {
        let group = if cluster.name == one.name { "tape" } else { "" };
        format!("{0},127.0.0.1,{1},op,{group};only-{0},netbackup,{0}\n", cluster.name, cluster.port())
    };
    let rows: String = clusters.iter().map(row).collect();
    place.write("hosts.csv", &format!("name,address,port,user,groups,backup.dma,backup.register\n{rows}"));
    let (mut told, mut seen) = (Vec::new(), Vec::new());
    for inventory in ["hosts.json", "sh print --list all", "hosts.csv"] {
        place.write("own.toml", &format!("inventory = \"{inventory}\"\n"));
        let run = |words: &[&str]| place.run(&[words, &["--format", "json", "--config", "own.toml"]].concat());
        let all = run(&["check", "--all"]);
        let mut sorted = verdicts(&all);
        sorted.sort();
        let mut wanted = names(&own);
        wanted.sort();
        assert_eq!(
            sorted.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            wanted.iter().collect::<Vec<_>>(),
            "{all:?}"
        );
        seen.push(sorted);
        // Each is asked for its own plan.
        let register = |at: usize| all.json()["targets"][at]["planned"]["register"][0].clone();
        assert_eq!([register(0), register(1)], [names(&all)[0].as_str(), names(&all)[1].as_str()], "{inventory}");
        told.push(names(&run(&["check", "--group", "tape"])));
        told.push(names(&run(&["check", &one.name])));
        assert_eq!(
            names(&run(&["check", "--group", "tape", "--group", "only-ready-node-scope"])).len(),
            2,
            "{inventory}"
        );
    }
    assert!(seen.iter().all(|verdicts| *verdicts == seen[0]), "{seen:?}");
    assert!(told.iter().all(|names| *names == [one.name.as_str()]), "{told:?}");
    // What the configuration says of a cluster goes before.
    place.write(
        "ndmp-preflight.toml",
        &format!("inventory = \"hosts.json\"\n[hosts.{}]\naddress = \"192.0.2.1\"\n", "ready-node-scope"),
    );
    let plan = place.run(&["plan", "--tape", "none"]);
    assert_eq!(plan.code, 0, "{plan:?}");
}

#[test]
fn an_inventory_that_is_none_is_an_error_before_anybody_is_asked() {
    let cluster = Cluster::plain("ready-svm-9.12.1");
    let place = Place::of(&[&cluster]);
    place.write("hosts.csv", "name,adress\na,192.0.2.1\n");
    place.write("ports.csv", "name,port\na,ssh\n");
    place.write("fails", "echo before >&2\necho 'vault: no secret' >&2\nexit 3\n");
    for (inventory, told) in [
        ("hosts.csv", "inventory `hosts.csv`: has a column `adress` that means nothing here: did you mean `address`?"),
        ("ports.csv", "port = \"ssh\""),
        ("no-such-file.csv", "no file of that name is in `"),
        ("sh fails", "inventory `sh fails`: `sh` ended with exit status: 3: vault: no secret"),
        ("echo", "inventory `echo`: has no column `name`"),
    ] {
        place.write("ndmp-preflight.toml", &format!("inventory = \"{inventory}\"\n"));
        let done = place.run(&["check", "--all", "--config", "ndmp-preflight.toml"]);
        assert!(done.code == 2 && done.err.contains(told), "{inventory}: {done:?}");
        // Who judges nothing needs no inventory.
        assert_eq!(place.run(&["explain", "lif-up"]).code, 0);
    }
    place.write("ndmp-preflight.toml", "[hosts.a]\naddress = \"192.0.2.1\"\ngroups = [\"backup\", \"prod\"]\n");
    let done = place.run(&["collect", "--group", "bakcup", "-o", "kept"]);
    assert!(
        done.code == 2 && done.err.contains("`--group bakcup`") && done.err.contains("did you mean `backup`?"),
        "{done:?}"
    );
    assert_eq!(cluster.connections().0, 0);
}

/// A folder of captures may be anybody's, and so may the configuration in it: no program is run for one that was only found there.
#[test]
fn a_configuration_that_was_found_runs_no_program() {
    let cluster = Cluster::plain("ready-svm-9.12.1");
    let place = Place::of(&[&cluster]);
    place.write("print", "touch ran\necho name\necho a\n");
    place.write("captures/version.txt", "NetApp Release 9.9.1P5: Tue Jun 21 02:55:18 UTC 2022\n");
    place.write("ndmp-preflight.toml", "inventory = \"sh print\"\n");
    let ran = || place.folder.path().join("ran").exists();
    for words in
        [["check", "--from", "captures"].as_slice(), &["check", "--all"], &["plan"], &["diff", "captures", "captures"]]
    {
        let done = place.run(words);
        assert!(
            done.code == 2 && done.err.contains("a program is run only for one that was named: `--config "),
            "{done:?}"
        );
        assert!(!ran(), "{words:?}");
    }
    let named = place.run(&["check", "--from", "captures", "--config", "ndmp-preflight.toml"]);
    assert!(named.code == 3 && ran(), "{named:?}");
    // The user's own is nobody else's.
    std::fs::remove_file(place.folder.path().join("ran")).unwrap();
    let own = std::fs::read_to_string(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    std::fs::remove_file(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    place.write(".config/ndmp-preflight/ndmp-preflight.toml", &own);
    place.write(".config/ndmp-preflight/print", "touch ../../ran\necho name\necho a\n");
    assert_eq!(place.run(&["check", "--from", "captures"]).code, 3);
    assert!(ran());
}

/// A way to a cluster on which the first connections are cut as soon as they are there.
fn shaky(cluster: &Cluster, cuts: usize) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (port, target) = (listener.local_addr().unwrap().port(), cluster.port());
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let near = stream.unwrap();
            if counted.fetch_add(1, Ordering::SeqCst) < cuts {
                let _ = near.shutdown(Shutdown::Both);
                continue;
            }
            let far = TcpStream::connect(("127.0.0.1", target)).unwrap();
            for (mut from, mut to) in [(near.try_clone().unwrap(), far.try_clone().unwrap()), (far, near)] {
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut from, &mut to);
                    let _ = to.shutdown(Shutdown::Both);
                });
            }
        }
    });
    (port, came)
}

#[test]
fn a_way_that_fails_is_tried_again_and_the_report_says_how_often() {
    let cluster = Cluster::plain("ready-svm-9.12.1").named("strathspey");
    let (port, came) = shaky(&cluster, 2);
    let place = Place::of(&[&cluster]);
    let known = std::fs::read_to_string(place.folder.path().join(".ssh/known_hosts")).unwrap();
    place.write(".ssh/known_hosts", &known.replace(&format!(":{} ", cluster.port()), &format!(":{port} ")));
    let entry = format!("[hosts.\"{}\"]\naddress = \"127.0.0.1\"\nport = {port}\nuser = \"op\"\n", cluster.name);
    place.write("ndmp-preflight.toml", &entry);
    let check = |retries: &str| {
        let words = ["check", &cluster.name, "--gentle", "--format", "json", "-o", "kept", "--retries", retries];
        place.run(&words)
    };
    let once = check("1");
    assert_eq!(once.code, 4, "{once:?}");
    let error = once.json()["targets"][0]["error"].as_str().unwrap().to_owned();
    assert!(error.contains("; asked 2 times, with `--retries 1`"), "{error}");
    assert_eq!(came.swap(0, Ordering::SeqCst), 2);
    let again = check("3");
    assert_eq!((again.code, came.load(Ordering::SeqCst)), (0, 3), "{again:?}");
    let remark = again.json()["targets"][0]["remarks"][0].as_str().unwrap().to_owned();
    assert!(remark.starts_with("asked 3 times, for the way to it failed; the last time: "), "{remark}");
    // It is a part of what was collected.
    let file = format!("kept/{}.ndmp.tar.gz", cluster.name);
    assert_eq!(place.run(&["check", "--from", &file, "--format", "json"]).out, again.out);
    let calm = check("3").json();
    assert!(calm["targets"][0].get("remarks").is_none(), "{calm}");
}

/// Who is not let in is asked once: more would lock the account.
#[test]
fn what_the_cluster_itself_says_is_never_asked_again() {
    let locked = Cluster::guarded("ready-svm-9.12.1", Manner::default(), Faults::default(), "another", |text| text);
    let place = Place::of(&[&locked]);
    let ask = |retries: &str| {
        let before = locked.logins("password");
        let done = place.run(&["check", &locked.name, "--format", "json", "--retries", retries]);
        assert_eq!(done.code, 4, "{done:?}");
        (locked.logins("password") - before, done.json()["targets"][0]["error"].to_string())
    };
    assert_eq!(ask("5"), ask("0"));
}

#[test]
fn the_first_bad_one_ends_the_run_and_the_others_are_told() {
    let clusters = ["a", "b", "c", "d"].map(|name| {
        let sample = if name == "b" { "many-faults" } else { "ready-svm-9.12.1" };
        Cluster::plain(sample).named(name)
    });
    let place = Place::of(&clusters.iter().collect::<Vec<_>>());
    let done = place.run(&["check", "--all", "--jobs", "1", "--fail-fast", "--format", "json", "-o", "kept"]);
    let told: Vec<String> = verdicts(&done).into_iter().map(|(_, verdict)| verdict).collect();
    // The run ends as the one did that ended it: nothing is wrong with those that nobody asked.
    assert_eq!((done.code, told.join(" ").as_str()), (1, "ready not-ready undecided undecided"), "{done:?}");
    let report = done.json();
    for at in [2, 3] {
        assert_eq!(report["targets"][at]["not_asked"], true);
        assert_eq!(report["targets"][at]["error"], "was not asked: `--fail-fast` ended the run after `b`");
        assert_eq!(clusters[at].connections().0, 0);
    }
    assert_eq!(place.files("kept").len(), 2);
    let all = place.run(&["check", "--all", "--jobs", "1", "--format", "json"]);
    assert_eq!((all.code, verdicts(&all)[3].1.as_str()), (1, "ready"));
    // The table of a fleet begins with what needs attention.
    let human = place.run(&["check", "--all", "--jobs", "1", "--fail-fast"]).out;
    let table: Vec<&str> = human.split("4 targets\n").nth(1).unwrap().lines().take(6).collect();
    let order: Vec<&str> =
        table.iter().filter_map(|line| line.split_whitespace().next()).filter(|word| word.len() == 1).collect();
    assert_eq!(order, ["b", "c", "d", "a"], "{human}");
    let flat = human.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("; 2 targets not asked counts") && !flat.contains("unreadable"), "{human}");
    for (format, told) in [
        ("junit", "not-asked"),
        ("csv", "not-asked"),
        ("tap", "not-asked"),
        ("sarif", "not-asked"),
        ("github", "not-asked"),
        ("markdown", "was not asked: `--fail-fast` ended the run after `b`"),
        ("nagios", "not-asked: was not asked"),
    ] {
        let done = place.run(&["check", "--all", "--jobs", "1", "--fail-fast", "--format", format]);
        assert!(done.code == 1 && done.out.contains(told), "{format}: {}", done.out);
    }
    // The report says the same when it is read again, and nothing of them is compared.
    place.write("ended.json", &done.out);
    let again = place.run(&["merge", "ended.json", "--format", "json"]);
    assert_eq!((again.code, again.json()["targets"].clone()), (1, report["targets"].clone()));
    place.write("all.json", &all.out);
    let diff = place.run(&["diff", "all.json", "ended.json"]);
    assert!(diff.code == 4 && diff.out.contains("after: was not asked"), "{diff:?}");
}

/// One that could not be asked ends the run too, and it is that which counts.
#[test]
fn the_first_that_cannot_be_asked_ends_the_run_with_its_code() {
    let clusters = ["a", "b"].map(|name| Cluster::plain("ready-svm-9.12.1").named(name));
    let place = Place::of(&clusters.iter().collect::<Vec<_>>());
    let known = std::fs::read_to_string(place.folder.path().join(".ssh/known_hosts")).unwrap();
    place.write(".ssh/known_hosts", known.split_inclusive('\n').nth(1).unwrap());
    let done = place.run(&["check", "--all", "--jobs", "1", "--fail-fast", "--format", "json", "--allow-unknown"]);
    let told: Vec<String> = verdicts(&done).into_iter().map(|(_, verdict)| verdict).collect();
    assert_eq!((done.code, told.join(" ").as_str()), (4, "unreadable undecided"), "{done:?}");
    assert_eq!(clusters[1].connections().0, 0);
}
