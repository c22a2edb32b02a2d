//! What the simulated cluster knows: the records and the printed texts of a folder or a session, read by the library itself.

use std::fs;
use std::path::Path;

use ndmp_preflight::rule::{Catalog, Query};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Reading, Status, Value};

/// Values by field name.
pub(crate) type Row = Vec<(String, String)>;

/// Everything that one command and view can show.
pub(crate) struct Shelf {
    /// Index of the table.
    pub(crate) table: usize,
    /// What the rows are about: views of one command can differ in that.
    pub(crate) entity: String,
    /// Its rows, each once.
    pub(crate) rows: Vec<Row>,
    /// The count that ONTAP announced, where it is not that of the rows.
    pub(crate) announced: Option<usize>,
}

/// The printed answer to a command that was asked plainly.
struct Stored {
    table: usize,
    options: Vec<(String, String)>,
    text: String,
}

/// What the simulated cluster knows.
pub(crate) struct Database {
    /// The descriptions of the commands.
    pub(crate) tables: Vec<Definition>,
    shelves: Vec<Shelf>,
    stored: Vec<Stored>,
}

impl Database {
    /// Reads a folder of answers, or one session.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let tables = Catalog::embedded().map_err(|faults| faults[0].to_string())?.tables;
        let captures = captures(path)?;
        let readings = table::read("simulated", captures, &tables);
        let mut database = Self { tables, shelves: Vec::new(), stored: Vec::new() };
        for reading in &readings {
            reading.answers.iter().for_each(|answer| database.keep(reading, answer));
        }
        database.complete_roles();
        if database.stored.is_empty() {
            return Err(format!("`{}` holds no answer of ONTAP", path.display()));
        }
        Ok(database)
    }

    /// Whether anything is known of the command.
    pub(crate) fn knows(&self, table: usize) -> bool {
        self.stored.iter().any(|stored| stored.table == table)
    }

    /// The rows of a view of a command.
    pub(crate) fn shelf(&self, table: usize, option: &str) -> Option<&Shelf> {
        let definition = &self.tables[table];
        let view = definition.views.iter().position(|view| view.option == option).unwrap_or(0);
        let entity = entity(definition, view);
        self.shelves.iter().find(|shelf| shelf.table == table && shelf.entity == entity)
    }

    /// The text that was printed for exactly these options; without options also what a sentence or a block says.
    pub(crate) fn printed(&self, table: usize, options: &[(String, String)]) -> Option<&str> {
        let mut wanted = options.to_vec();
        wanted.sort();
        self.stored.iter().rfind(|stored| stored.table == table && stored.options == wanted).map(|s| s.text.as_str())
    }

    fn keep(&mut self, reading: &Reading, answer: &Answer) {
        if matches!(answer.status, Status::Refused | Status::Unreadable | Status::Missing) {
            return;
        }
        let text = printed(reading, answer);
        let options = options(&answer.options);
        self.stored.retain(|stored| stored.table != answer.table || stored.options != options);
        self.stored.push(Stored { table: answer.table, options, text });
        let definition = &self.tables[answer.table];
        let entity = entity(definition, answer.view).to_owned();
        let key = key(definition, answer.view);
        let at = self.shelves.iter().position(|shelf| shelf.table == answer.table && shelf.entity == entity);
        let at = at.unwrap_or_else(|| {
            self.shelves.push(Shelf { table: answer.table, entity, rows: Vec::new(), announced: None });
            self.shelves.len() - 1
        });
        let shelf = &mut self.shelves[at];
        for record in &answer.records {
            let mut row: Row = record.fields.iter().map(|(name, cell)| (name.clone(), shown(&cell.value))).collect();
            let columns = answer.filters.iter().filter(|(name, _)| definition.column(name).is_some());
            columns.for_each(|(name, value)| add(&mut row, name, value));
            // What `-fields` calls otherwise than the heading of a table does.
            for column in definition.columns.iter().filter(|column| column.fact != column.name) {
                if let Some(known) = value(&row, &column.fact).map(str::to_owned) {
                    add(&mut row, &column.name, &known);
                }
            }
            merge(&mut shelf.rows, row, &key);
        }
        if answer.filters.is_empty() && answer.status == Status::CutOff {
            shelf.announced = answer.announced;
        }
    }

    /// A LIF that no answer to `-role X` lists has one of the other roles; one whose firewall policy is not told has that of
    /// its role.
    fn complete_roles(&mut self) {
        let lifs = self.shelves.iter_mut().filter(|shelf| shelf.entity == "lif");
        for row in lifs.flat_map(|shelf| &mut shelf.rows) {
            let is_cluster = row.iter().any(|(name, value)| name == "vserver" && value == "Cluster");
            add(row, "role", if is_cluster { "cluster" } else { "data" });
            let policy = match value(row, "role").unwrap_or_default() {
                "intercluster" => "intercluster",
                "node-mgmt" | "cluster-mgmt" => "mgmt",
                "data" => "data",
                _ => "",
            };
            add(row, "firewall-policy", policy);
        }
    }
}

fn captures(path: &Path) -> Result<Vec<Capture>, String> {
    let failed = |error: std::io::Error| format!("`{}`: {error}", path.display());
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(failed)?;
        files = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        files.sort();
    }
    let read = |file: &std::path::PathBuf| {
        let bytes = fs::read(file).map_err(failed)?;
        Capture::read(&file.display().to_string(), bytes).map_err(|error| format!("`{}`: {error}", file.display()))
    };
    files.iter().map(read).collect()
}

fn entity(definition: &Definition, view: usize) -> &str {
    definition.views.get(view).and_then(|view| view.entity.as_deref()).unwrap_or(&definition.entity)
}

fn key(definition: &Definition, view: usize) -> Vec<String> {
    definition.views.get(view).and_then(|view| view.key.clone()).unwrap_or_else(|| definition.key.clone())
}

/// A value as ONTAP prints it in a field of its own.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::List(elements) if elements.is_empty() => "-".to_owned(),
        Value::List(elements) => elements.join(","),
    }
}

fn add(row: &mut Row, name: &str, value: &str) {
    if !row.iter().any(|(known, _)| known == name) {
        row.push((name.to_owned(), value.to_owned()));
    }
}

/// The row joins the row of the same key; what was printed later counts.
fn merge(rows: &mut Vec<Row>, row: Row, key: &[String]) {
    let names = |row: &Row| key.iter().map(|name| value(row, name).unwrap_or_default().to_owned()).collect::<Vec<_>>();
    let own = names(&row);
    let Some(known) = rows.iter_mut().find(|known| names(known) == own) else { return rows.push(row) };
    for (name, value) in row {
        match known.iter_mut().find(|(other, _)| *other == name) {
            Some((_, old)) => *old = value,
            None => known.push((name, value)),
        }
    }
}

/// The value of a field; services stand in the list of addresses too.
pub(crate) fn value<'r>(row: &'r Row, name: &str) -> Option<&'r str> {
    row.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Whether a row is what a filter asks for.
pub(crate) fn fits(row: &Row, name: &str, query: &str) -> bool {
    let query = query.replace(',', "|");
    Query::parse(&query).is_ok_and(|query| value(row, name).is_some_and(|value| query.matches(value)))
}

/// `-role intercluster -failover` as pairs, in order of the names.
fn options(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for word in text.split_whitespace() {
        match (word.strip_prefix('-'), pairs.last_mut()) {
            (Some(name), _) => pairs.push((name.to_owned(), String::new())),
            (None, Some((_, value))) if value.is_empty() => word.clone_into(value),
            _ => pairs.push(("option-name".to_owned(), word.to_owned())),
        }
    }
    pairs.sort();
    pairs
}

/// The lines of an answer as they were captured, up to the next prompt.
fn printed(reading: &Reading, answer: &Answer) -> String {
    let capture = &reading.captures[answer.source];
    let first = if answer.typed.is_some() { answer.line + 1 } else { 1 };
    let lines = (first..=capture.line_count()).map(|number| capture.raw_line(number));
    let is_own = |line: &&str| !line.contains("::>") && !line.contains("::*>");
    let own: Vec<&str> = lines.take_while(is_own).collect();
    let banner = own.iter().rposition(|line| line.starts_with("Last login") || line.starts_with("Unsuccessful login"));
    own[banner.map_or(0, |at| at + 1)..].iter().map(|line| format!("{}\n", line.trim_end_matches('\r'))).collect()
}
