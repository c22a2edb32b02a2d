//! Captures for the page: names that are markup, separators of a live session, thousands of LIFs, a password.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// What a page could take for its own.
pub(crate) const MARKUP: &str = "<img src=x onerror=document.title='owned'></script><script>document.title='owned'</script><!--&lt;\u{2028}\u{202e}";

/// What `generate-password` printed.
pub(crate) const PASSWORD: &str = "jWZiNt55GQVs7cZ0";

const VERSION: &str = "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n";

fn many_faults() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/many-faults/session.txt");
    fs::read_to_string(path).unwrap()
}

fn save(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder.join("in")).unwrap();
    fs::write(folder.join("in").join(name), text).unwrap();
}

/// A cluster in whose answers such text stands, in a file that is called so.
pub(crate) fn hostile(folder: &Path) {
    let text =
        many_faults().replace("tweed::> ", &format!("{MARKUP}\ntweed::> ")).replace("bkp_hawick", "<b/onclick=x>");
    save(folder, "<b onclick=x>&amp;.txt", &text);
}

/// The same report with such text behind every text of it that is no word of the program.
pub(crate) fn spoilt(value: &mut Value) {
    const WORDS: [&str; 7] = ["schema", "tool", "verdict", "severity", "status", "scope", "was"];
    match value {
        Value::String(text) => text.push_str(MARKUP),
        Value::Array(all) => all.iter_mut().for_each(spoilt),
        Value::Object(all) => {
            all.iter_mut().filter(|(key, _)| !WORDS.contains(&key.as_str())).for_each(|(_, own)| spoilt(own));
        }
        _ => {}
    }
}

/// An answer as a live session prints it.
pub(crate) fn separated(folder: &Path) {
    save(folder, "version.txt", VERSION);
    let answer = "node|~08~|device-id|~08~|device-type|~08~|description|~08~|status|~08~|\n\
        Node|~08~|Device ID|~08~|Device Type|~08~|Description|~08~|Status|~08~|\n\
        c1-01|~08~|0c.6|~08~|\"tape drive\"|~08~|\"IBM LTO 7 ULT3580\"|~08~|offline|~08~|\n\
        c1-01|~08~|0c.7|~08~|\"tape drive\"|~08~|\"IBM LTO 7 ULT3580\"|~08~|normal|~08~|\n\
        2 entries were displayed.\n";
    save(folder, "storage_tape_show.txt", answer);
}

/// So many intercluster LIFs that are down and may fail over to other nodes.
pub(crate) fn large(folder: &Path, count: usize) {
    save(folder, "version.txt", VERSION);
    let fields = "role,status-admin,status-oper,home-node,curr-node,is-home,failover-policy";
    let heading = format!("vserver lif {}\n", fields.replace(',', " "));
    let rule = heading.trim().split(' ').map(|word| "-".repeat(word.len())).collect::<Vec<_>>().join(" ");
    let row = |at: usize| {
        format!("c1 ic{at:04} intercluster up down c1-{0:02} c1-{0:02} true broadcast-domain-wide\n", at % 24)
    };
    let rows: String = (0..count).map(row).collect();
    let text = format!("{heading}{rule}\n{rows}{count} entries were displayed.\n");
    save(folder, &format!("network_interface_show_-fields_{fields}.txt"), &text);
}

/// A session in which somebody made an NDMP password.
pub(crate) fn with_password(folder: &Path) {
    let made = format!(
        "\n  Vserver: tweed\n     User: bkp\n Password: {PASSWORD}\n\ntweed::> vserver services ndmp generate-password -vserver tweed -user bkp\n"
    );
    save(folder, "session.txt", &format!("{}{made}", many_faults().trim_end()));
}
