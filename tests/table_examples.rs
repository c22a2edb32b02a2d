//! Every table's examples give the records that the table file says, and every layout of a table has an example.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Definition, Status, TableExample, Value};
use ndmp_preflight::trial;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn table<'c>(catalog: &'c Catalog, command: &str) -> &'c Definition {
    catalog.tables.iter().find(|table| table.command == command).unwrap()
}

/// What is told when the first example of a table is `changed`.
fn told(command: &str, change: impl Fn(&mut TableExample)) -> String {
    let catalog = catalog();
    let mut changed = table(&catalog, command).clone();
    changed.examples.truncate(1);
    change(&mut changed.examples[0]);
    let wrong = trial::table_examples(&catalog.tables, &changed).unwrap_err();
    assert_eq!(wrong.len(), 1);
    wrong[0].to_string()
}

#[test]
fn every_example_gives_the_records_that_its_table_file_says() {
    let tables = catalog().tables;
    let tried = tables.iter().filter_map(|table| trial::table_examples(&tables, table).err());
    let wrong: Vec<String> = tried.flatten().map(|miss| miss.to_string()).collect();
    assert!(wrong.is_empty(), "{} examples are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_example_with_another_value_is_told() {
    let wrong = told("cluster show", |own| {
        own.records[1].insert("health".to_owned(), Value::Text("true".into()));
    });
    assert_eq!(
        wrong,
        "tables/cluster.toml: example 1 of `cluster show`: record 2: `health` is `false`, expected `true`"
    );
}

#[test]
fn an_example_with_a_field_too_few_or_too_many_is_told() {
    let wrong = told("cluster show", |own| drop(own.records[0].remove("eligibility")));
    assert!(wrong.ends_with("record 1: `eligibility` is `true`, expected absent"), "{wrong}");
    let wrong = told("cluster show", |own| {
        own.records[0].insert("epsilon".to_owned(), Value::Text("true".into()));
    });
    assert!(wrong.ends_with("record 1: `epsilon` is absent, expected `true`"), "{wrong}");
}

#[test]
fn an_example_with_a_record_too_few_or_too_many_is_told() {
    let wrong = told("cluster show", |own| drop(own.records.pop()));
    assert!(wrong.ends_with("2 records were read, expected 1"), "{wrong}");
    let wrong = told("cluster show", |own| own.records.push(own.records[0].clone()));
    assert!(wrong.ends_with("2 records were read, expected 3"), "{wrong}");
}

#[test]
fn an_example_that_is_cut_off_is_told_unless_it_says_so() {
    let cut = |own: &mut TableExample| {
        own.input = own.input.replace("2 entries were displayed.\n", "3 entries were displayed.\n")
    };
    let wrong = told("cluster show", cut);
    assert!(wrong.contains("the answer is cut-off, expected complete"), "{wrong}");
    let wrong = told("cluster show", |own| {
        cut(own);
        own.status = Status::CutOff;
        own.records.clear();
    });
    assert!(wrong.ends_with("2 records were read, expected 0"), "{wrong}");
}

#[test]
fn an_example_of_another_table_is_told() {
    let wrong = told("cluster show", |own| own.input = "cluster1::> date\n".to_owned());
    assert!(wrong.ends_with("no answer was recognised"), "{wrong}");
}

/// The views that the examples of a table are read with.
fn seen(tables: &[Definition], table: &Definition) -> Vec<usize> {
    let text = |example: &TableExample| {
        let typed = example.command.as_ref().map(|command| format!("cluster1::> {command}\n"));
        typed.unwrap_or_default() + &example.input
    };
    let captures = table.examples.iter().map(|example| Capture::of_text("example", &text(example)));
    let readings = captures.flat_map(|capture| table::read("example", vec![capture], tables));
    readings.flat_map(|reading| reading.answers).map(|answer| answer.view).collect()
}

#[test]
fn every_table_and_every_view_of_it_has_an_example() {
    let tables = catalog().tables;
    let mut wrong = Vec::new();
    for table in &tables {
        let seen = seen(&tables, table);
        let unseen = (0..table.views.len()).filter(|view| !seen.contains(view));
        wrong.extend(unseen.map(|view| format!("{}: view {} has no example", table.file, view + 1)));
        if table.examples.is_empty() {
            wrong.push(format!("{}: no example", table.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_table_with_labels_of_several_fields_has_an_example_of_its_instance_view() {
    let tables = catalog().tables;
    let declared = |table: &&Definition| {
        let own = |label: &String, name: &str| !label.eq_ignore_ascii_case(name) && label.contains(' ');
        let labelled = table
            .columns
            .iter()
            .filter(|column| column.labels.iter().any(|label| own(label, &column.name.replace('-', " "))));
        labelled.count() > 3
    };
    let shown = |table: &Definition| {
        table.examples.iter().any(|example| example.input.lines().filter(|line| line.contains(": ")).count() > 2)
    };
    let without: Vec<&str> =
        tables.iter().filter(declared).filter(|table| !shown(table)).map(|table| table.file.as_str()).collect();
    assert!(without.is_empty(), "{without:?}");
}
