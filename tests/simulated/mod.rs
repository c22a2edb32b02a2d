//! A cluster that answers a plan's scripts out of what was read of a saved one: separators, counts, empty texts, errors.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ndmp_preflight::collect::answers::{Piece, alone, join};
use ndmp_preflight::collect::bundle::{Bundle, Entry, How};
use ndmp_preflight::collect::plan::{Known, Plan, Planned};
use ndmp_preflight::facts::{Facts, Row};
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::{Definition, Reading};

pub(crate) struct Simulated<'a> {
    pub(crate) reading: &'a Reading,
    pub(crate) catalog: &'a Catalog,
}

impl Simulated<'_> {
    /// Asks what the question needs: the first commands, then what applies.
    pub(crate) fn collect(&self, question: &Question) -> Bundle {
        let plan = Plan::of(self.catalog, question);
        assert_eq!(plan.refused, []);
        let (first, others): (Vec<Planned>, Vec<Planned>) = plan.steps.into_iter().partition(|step| step.first);
        let mut bundle = Bundle { target: self.reading.name.clone(), ..Bundle::default() };
        self.ask(&mut bundle, &first);
        let known = bundle
            .readings(&self.catalog.tables)
            .first()
            .map_or_else(Known::default, |reading| Known::of(reading, self.catalog, question));
        let others: Vec<Planned> = others.into_iter().filter(|step| step.applies(&known)).collect();
        self.ask(&mut bundle, &others);
        bundle
    }

    fn ask(&self, bundle: &mut Bundle, steps: &[Planned]) {
        let joined = join(steps);
        let output = self.output(joined.script.text());
        for (step, piece) in steps.iter().zip(joined.split(output.as_bytes())) {
            let (how, sent, piece) = match piece {
                Some(piece) => (How { joined: true, plain: false }, joined.script.text().to_owned(), piece),
                None => self.again(step),
            };
            bundle.push(Entry::new(&sent, step, how, piece));
        }
    }

    fn again(&self, step: &Planned) -> (How, String, Piece) {
        let joined = alone(step, false);
        let output = self.output(joined.script.text());
        let piece = joined.split(output.as_bytes()).remove(0).unwrap();
        (How { joined: false, plain: false }, joined.script.text().to_owned(), piece)
    }

    fn output(&self, script: &str) -> String {
        let mut output = "\nLast login time: 11/22/2026 08:01:02\n\n".to_owned();
        let mut separator = String::new();
        for part in script.split("; ") {
            match part.strip_prefix("set ") {
                Some(set) => {
                    separator =
                        set.strip_prefix("-showseparator ").map_or(separator, |s| s.trim_matches('"').to_owned());
                }
                None => output += &self.answer(part, &separator),
            }
        }
        output
    }

    fn answer(&self, command: &str, separator: &str) -> String {
        let table = self.catalog.tables.iter().filter(|table| command.starts_with(&table.command));
        let table = table.max_by_key(|table| table.command.len()).unwrap();
        let at = |reading: &Reading| reading.answers.iter().any(|answer| answer.command == table.command);
        let facts = Facts::of(self.reading, self.catalog);
        if !at(self.reading) {
            return format!("Error: \"{}\" is not a recognized command\n\n", table.command);
        }
        match table.command.as_str() {
            "version" => {
                let release = facts.cluster().and_then(|row| row.text("release"));
                release.map_or_else(String::new, |release| {
                    format!("NetApp Release {release}: Tue Jan 18 11:24:13 UTC 2022\n\n")
                })
            }
            "system services ndmp node-scope-mode status" => {
                let mode = facts.cluster().and_then(|row| row.text("node-scope-mode"));
                mode.map_or_else(String::new, |mode| format!("NDMP node-scope-mode is {mode}.\n\n"))
            }
            "options" => options(&facts),
            "storage tape alias show" => aliases(&self.rows(table, &facts)),
            _ => separated(table, &self.rows(table, &facts), command, separator),
        }
    }

    /// The rows that the answers to the table's command hold, with all that is known of them.
    pub(crate) fn rows(&self, table: &Definition, facts: &Facts<'_>) -> Vec<Row> {
        let mut keys: BTreeSet<Vec<String>> = BTreeSet::new();
        for answer in self.reading.answers.iter().filter(|answer| answer.command == table.command) {
            let filter =
                |name: &str| answer.filters.iter().find(|(filter, _)| filter == name).map(|(_, value)| value.clone());
            for record in &answer.records {
                let value = |key: &String| record.cell(key).map(|cell| cell.value.text()).or_else(|| filter(key));
                keys.extend(table.key.iter().map(value).collect::<Option<Vec<String>>>());
            }
        }
        let own = |row: &&Row| {
            table
                .key
                .iter()
                .map(|key| Some(row.text(key)?.into_owned()))
                .collect::<Option<Vec<String>>>()
                .is_some_and(|key| keys.contains(&key))
        };
        facts.rows(&table.entity).iter().filter(own).cloned().collect()
    }
}

fn options(facts: &Facts<'_>) -> String {
    let nodes: Vec<_> =
        facts.rows("node").iter().filter_map(|row| Some((row.text("node")?, row.text("tape-reservations")?))).collect();
    let rows: String =
        nodes.iter().map(|(node, value)| format!("\n{node}\n    tape.reservations             {value}\n")).collect();
    let count = if nodes.len() > 1 { format!("{} entries were displayed.\n", nodes.len()) } else { String::new() };
    format!("{rows}{count}\n")
}

/// The aliases of each node, as people are shown them: no fields of this command were seen.
fn aliases(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut node = None;
    for row in rows {
        let cell = |column: &str| row.text(column).unwrap_or_default().into_owned();
        if node.as_ref() != Some(&cell("node")) {
            let ruler = "--------------------------------------  ----------------------------------------";
            text += &format!("\nNode: {}\n\n{:<39} Mapping\n{ruler}\n", cell("node"), "Alias");
            node = Some(cell("node"));
        }
        text += &format!("{:<39} {}\n", cell("alias-name"), cell("alias-mapping"));
    }
    let count = if rows.len() > 1 { format!("{} entries were displayed.\n", rows.len()) } else { String::new() };
    format!("{text}{count}\n")
}

fn separated(table: &Definition, rows: &[Row], command: &str, separator: &str) -> String {
    if rows.is_empty() {
        return "This table is currently empty.\n\n".to_owned();
    }
    let fields: Vec<&str> =
        command.split(" -fields ").nth(1).unwrap_or_else(|| panic!("{command}")).split(',').collect();
    // ONTAP prints the columns in its own order.
    // What the saved output tells of no row, this cluster cannot print.
    let is_known = |field: &&str| rows.iter().any(|row| row.text(fact(table, field)).is_some());
    let mut fields: Vec<&str> = fields.into_iter().rev().filter(is_known).collect();
    fields.sort_by_key(|field| !table.key.contains(&(*field).to_owned()));
    let line =
        |cell: &dyn Fn(&str) -> String| fields.iter().map(|field| cell(field) + separator).collect::<String>() + "\n";
    let heading = line(&|field| field.to_owned()) + &line(&|field| field[..1].to_uppercase() + &field[1..]);
    let cells: String = rows.iter().map(|row| line(&|field| cell(table, row, field))).collect();
    let count = if rows.len() > 1 { format!("{} entries were displayed.\n", rows.len()) } else { String::new() };
    format!("{heading}{cells}{count}\n")
}

fn fact<'f>(table: &'f Definition, field: &'f str) -> &'f str {
    let fact = table.column(field).map_or(field, |column| column.fact.as_str());
    if fact == "service-allowed-addresses" { "allowed-addresses" } else { fact }
}

fn cell(table: &Definition, row: &Row, field: &str) -> String {
    let fact = fact(table, field);
    let text = row.text(fact).map_or_else(|| "-".to_owned(), Cow::into_owned);
    if matches!(
        row.facts.get(fact),
        Some(ndmp_preflight::facts::Fact::Known { value: ndmp_preflight::table::Value::List(_), .. })
    ) {
        return text.replace(", ", ",");
    }
    text
}
