//! scratch
use std::{env, fs};
fn main() {
    let args: Vec<String> = env::args().collect();
    let path = args.iter().skip_while(|a| *a != "--from").nth(1).unwrap();
    let catalog = ndmp_preflight::rule::Catalog::embedded().unwrap();
    let cap = ndmp_preflight::source::Capture::read(path, fs::read(path).unwrap()).unwrap();
    let readings = ndmp_preflight::table::read("x", vec![cap], &catalog.tables);
    let mut targets = vec![];
    for r in readings {
        let mut answers = vec![];
        for a in &r.answers {
            let recs: Vec<_> = a
                .records
                .iter()
                .map(|x| {
                    x.fields
                        .iter()
                        .map(|(k, c)| (k.clone(), serde_json::to_value(&c.value).unwrap()))
                        .collect::<serde_json::Map<_, _>>()
                })
                .collect();
            answers.push(serde_json::json!({"command": a.command, "options": a.options, "typed": a.typed, "line": a.line, "status": a.status.word(), "why": a.why, "announced": a.announced, "records": recs}));
        }
        targets.push(
            serde_json::json!({"target": r.name, "cluster": r.cluster, "answers": answers, "remarks": r.remarks}),
        );
    }
    println!("{}", serde_json::to_string_pretty(&serde_json::json!({"targets": targets})).unwrap());
}
