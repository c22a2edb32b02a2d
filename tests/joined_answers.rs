//! Joined answers are told apart exactly, or not at all: whatever a server prints, leaves out, or stops in.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "joined_answers/marks.rs"]
mod marks;

use std::sync::LazyLock;

use ndmp_preflight::collect::answers::{
    alone, bare, is_release_old, join, lots, marked, refused_setting, shorten, why_plain,
};
use ndmp_preflight::collect::plan::{Plan, Planned};
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;
use proptest::prelude::*;

const RELEASE: &str = "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n";
const ROWS: &str = "node|~01~|health|~01~|\nNode|~01~|Health|~01~|\nn1|~01~|true|~01~|\n";

static PLANNED: LazyLock<Vec<Planned>> = LazyLock::new(|| {
    let question = Question::plain(jiff::civil::date(2026, 11, 22));
    Plan::of(&Catalog::embedded().unwrap(), &question).steps
});

fn planned() -> Vec<Planned> {
    PLANNED.clone()
}

/// What a command prints.
#[derive(Clone, Debug)]
enum Said {
    /// Rows, a warning above or below them, and perhaps an error at the end.
    Table {
        rows: usize,
        above: bool,
        below: bool,
        broken: bool,
    },
    Empty,
    Error(usize),
    /// A command that is not known, or not for this account.
    Unknown,
    Sentence,
    /// Lines without separators, with a count or not.
    Plain {
        lines: usize,
        counted: bool,
    },
    Nothing,
}

/// How the server behaves.
#[derive(Clone, Debug)]
struct Mood {
    said: Vec<Said>,
    stops: bool,
    banner: usize,
    /// How much of the output arrives, in thousandths.
    arrives: usize,
    crlf: bool,
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        6 => (1_usize..5, prop::bool::weighted(0.1), prop::bool::weighted(0.1), prop::bool::weighted(0.1))
            .prop_map(|(rows, above, below, broken)| Said::Table { rows, above, below, broken }),
        2 => Just(Said::Empty),
        2 => (1_usize..4).prop_map(Said::Error),
        2 => Just(Said::Unknown),
        2 => Just(Said::Sentence),
        2 => (1_usize..4, any::<bool>()).prop_map(|(lines, counted)| Said::Plain { lines, counted }),
        1 => Just(Said::Nothing),
    ]
}

fn mood() -> impl Strategy<Value = Mood> {
    let arrives = prop_oneof![3 => Just(1000_usize), 2 => 0_usize..1000];
    (prop::collection::vec(said(), 20), any::<bool>(), 0_usize..4, arrives, any::<bool>())
        .prop_map(|(said, stops, banner, arrives, crlf)| Mood { said, stops, banner, arrives, crlf })
}

const WARNING: &str = "Warning: Cluster HA has not been configured. Run the command\n         that configures it.\n";

const MISSING: &str = "Warning: Unable to list entries on node n2. RPC: Couldn't make\n         connection.\n";

const BANNER_WARNING: &str = "WARNING: Authorised use only.\n         Everything is recorded.\n";

fn print(step: &Planned, said: &Said, separator: &str) -> String {
    let is_sentence = !step.separated && !step.show.text().starts_with("options");
    match said {
        Said::Sentence | Said::Table { .. } | Said::Plain { .. } | Said::Nothing | Said::Empty if is_sentence => {
            if step.show.text() == "version" {
                "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n".to_owned()
            } else {
                "NDMP node-scope-mode is disabled.\n\n".to_owned()
            }
        }
        Said::Error(lines) => error(*lines),
        Said::Unknown => format!("\nError: \"{}\" is not a recognized command\n\n", step.show.path()),
        Said::Empty => "There are no entries matching your query.\n\n".to_owned(),
        Said::Table { rows, above, below, broken } if step.separated => {
            table(step, separator, *rows, (*above, *below, *broken))
        }
        _ if step.separated => "This table is currently empty.\n".to_owned(),
        Said::Table { rows: lines, .. } | Said::Plain { lines, counted: false } => "node1\n    x y\n".repeat(*lines),
        Said::Plain { lines, counted: true } => {
            format!(
                "\nnode1\n{}{} entries were displayed.\n",
                "    tape.reservations   off\n".repeat(*lines),
                lines + 1
            )
        }
        Said::Sentence | Said::Nothing => String::new(),
    }
}

fn error(lines: usize) -> String {
    format!("Error: show failed: not authorized\n{}\n", "       for that command\n".repeat(lines - 1))
}

fn table(step: &Planned, separator: &str, rows: usize, (above, below, broken): (bool, bool, bool)) -> String {
    let fields: Vec<&str> = step.show.fields().collect();
    let line =
        |cell: &dyn Fn(&str) -> String| fields.iter().map(|field| cell(field) + separator).collect::<String>() + "\n";
    let mut text = if above { format!("{MISSING}\n") } else { String::new() };
    text += &line(&|field| field.to_owned());
    text += &line(&|field| field.to_uppercase());
    (0..rows).for_each(|row| text += &line(&|field| format!("{field}{row}")));
    text += if below { WARNING } else { "" };
    let count = if rows > 1 { format!("{rows} entries were displayed.\n") } else { String::new() };
    match broken {
        // It may break off before its count or behind it.
        true if rows == 3 => text + &count + "\nError: RPC: Timed out [from mgwd]\n\n",
        true if rows == 4 => text + &count + "Warning: Unable to list entries on node n2.\n",
        true => text + &error(1),
        false => text + &count,
    }
}

/// What the server prints for a script, and what of it answers which command; a command that was not reached has none.
fn answer(script: &str, steps: &[Planned], mood: &Mood) -> (String, Vec<Option<String>>) {
    let banner = [
        "",
        "\nLast login time: 11/22/2026 08:01:02\n\n",
        "\nLast login time: 1/2/2026 08:01:02\nAuthorised use only.\n\nBe good.\n",
        &format!("{BANNER_WARNING}\nLast login time: 1/2/2026 08:01:02\n\n"),
    ];
    let mut output = banner[mood.banner].to_owned();
    let mut truth = vec![None; steps.len()];
    let mut separator = String::new();
    for part in script.split("; ") {
        if let Some(set) = part.strip_prefix("set ") {
            separator = set.strip_prefix("-showseparator ").map_or(separator, |word| word.trim_matches('"').to_owned());
            continue;
        }
        let at = steps.iter().position(|step| step.show.text() == part).unwrap_or_else(|| panic!("{part}"));
        let text = print(&steps[at], &mood.said[at], &separator);
        let failed = text.contains("Error:");
        output += &text;
        truth[at] = Some(text);
        if failed && mood.stops {
            break;
        }
    }
    (output, truth)
}

/// The lines that are not blank.
fn core(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_is_given_exactly_or_not_at_all(mood in mood(), pick in prop::collection::vec(any::<bool>(), 20), seed in 0_usize..7) {
        let mut steps: Vec<Planned> = planned().into_iter().zip(pick).filter(|(_, pick)| *pick).map(|(step, _)| step).collect();
        let shift = if steps.is_empty() { 0 } else { seed % steps.len() };
        steps.rotate_left(shift);
        let joined = join(&steps);
        let (output, truth) = answer(joined.script.text(), &steps, &mood);
        let output = if mood.crlf { output.replace('\n', "\r\n") } else { output };
        let arrived = &output.as_bytes()[..output.len() * mood.arrives / 1000];
        let pieces = joined.split(arrived);
        prop_assert_eq!(pieces.len(), steps.len());
        if steps.len() < 2 {
            return Ok(());
        }
        for ((step, piece), truth) in steps.iter().zip(&pieces).zip(&truth) {
            let Some(piece) = piece else { continue };
            let text = core(&String::from_utf8_lossy(&piece.text));
            prop_assert!(piece.whole);
            // A warning of the banner may stand above the first answer; one of the answer itself is never lost.
            let truth = truth.as_ref().map(|truth| core(truth));
            let text = core(text.strip_prefix(BANNER_WARNING.trim_end()).unwrap_or(&text));
            // Where a text ends at the count, nothing tells that a complaint was to come.
            let is_cut_behind_count = text.ends_with(" entries were displayed.")
                && mood.arrives < 1000
                && truth.as_ref().is_some_and(|truth| truth.starts_with(&text));
            if is_cut_behind_count {
                continue;
            }
            prop_assert_eq!(Some(text), truth, "{} in\n{}", step.show, output);
        }
    }
}

#[test]
fn an_ordinary_cluster_needs_no_second_question() {
    let steps = planned();
    let said = steps.iter().map(|step| match step.table.as_str() {
        "options" => Said::Plain { lines: 2, counted: true },
        "storage tape show-media-changer" => Said::Empty,
        _ => Said::Table { rows: 3, above: false, below: false, broken: false },
    });
    let mood = Mood { said: said.collect(), stops: true, banner: 2, arrives: 1000, crlf: true };
    for connections in [1, 2, 4] {
        let (first, others): (Vec<Planned>, Vec<Planned>) = steps.iter().cloned().partition(|step| step.first);
        let lots = lots(others, connections);
        assert_eq!(lots.len(), connections);
        assert!(lots.iter().map(Vec::len).max().unwrap() - lots.iter().map(Vec::len).min().unwrap() <= 1);
        for lot in lots.iter().chain([&first]) {
            let joined = join(lot);
            let at = |step: &Planned| steps.iter().position(|own| own == step).unwrap();
            let own = Mood { said: lot.iter().map(|step| mood.said[at(step)].clone()).collect(), ..mood.clone() };
            let (output, truth) = answer(joined.script.text(), lot, &own);
            for ((step, piece), truth) in lot.iter().zip(joined.split(output.as_bytes())).zip(truth) {
                let piece =
                    piece.unwrap_or_else(|| panic!("{} of {connections} cannot be told in\n{output}", step.show));
                assert_eq!(core(&String::from_utf8_lossy(&piece.text)), core(&truth.unwrap()), "{}", step.show);
            }
        }
    }
}

/// A site's tables may be many.
#[test]
fn a_script_is_shortened_until_one_request_carries_it() {
    let many: Vec<Planned> = planned().into_iter().cycle().take(1000).collect();
    for script in [join as fn(&[Planned]) -> _, marked] {
        let mut lot = many.clone();
        shorten(&mut lot, script);
        let length = script(&lot).script.text().len();
        assert!(lot.len() > 50 && (10_000..=30_000).contains(&length), "{} commands in {length} bytes", lot.len());
    }
}

/// What the first of two tables is said to have answered, with these words above it.
fn first_below(above: &str) -> Option<String> {
    let steps: Vec<Planned> =
        planned().into_iter().filter(|step| matches!(step.table.as_str(), "cluster show" | "vserver show")).collect();
    let joined = join(&steps);
    let place = |step: &Planned| joined.script.text().find(step.show.text());
    let first = usize::from(place(&steps[0]) > place(&steps[1]));
    let said = Said::Table { rows: 2, above: false, below: false, broken: false };
    let mood = Mood { said: vec![said; 2], stops: false, banner: 0, arrives: 1000, crlf: false };
    let (output, _) = answer(joined.script.text(), &steps, &mood);
    let piece = joined.split(format!("{above}{output}").as_bytes()).swap_remove(first)?;
    Some(String::from_utf8(piece.text).unwrap())
}

#[test]
fn above_the_first_table_a_warning_of_missing_rows_is_kept_and_a_banner_is_not() {
    let warning = "Warning: Unable to list entries on node n2. RPC: Couldn't make\n         connection.\n";
    assert!(first_below(warning).unwrap().starts_with(warning));
    let banner = "WARNING: Authorized use only\n  Owner: storage team\n\n";
    assert_eq!(first_below(banner), first_below(""));
    assert!(first_below(&format!("{banner}{warning}")).unwrap().starts_with(warning));
}

#[test]
fn the_plain_form_is_asked_for_any_error_about_the_form_or_a_field_and_for_text_that_is_not_parted() {
    let steps = planned();
    let step = steps.iter().find(|step| step.table == "cluster show").unwrap();
    for text in [
        "Error: invalid argument \"-showseparator\"\n",
        "Error: \"-fields\" was not expected. Please specify -fieldname first.\n",
        "\r\nError: invalid argument\r\n       \"service-policy\"\r\n",
        "Error: Field \"eligibility\" does not exist.\n",
        "Error: show failed: eligibility cannot be shown on this platform\n",
        "node   health eligibility\n------ ------ -----------\nn1     true   true\n",
        "node|~01~|health|~01~|\nNode|~01~|Health|~01~|\nn1|~01~|tr\nue|~01~|\n",
        "node|~01~|health|~01~|eligibility|~01~|\nNode|~01~|Health|~01~|Eligibility|~01~|\nn1|~01~|true|~01~|a,\n",
    ] {
        assert!(why_plain(step, text.as_bytes()).is_some(), "{text}");
    }
    for text in [
        "Error: command failed: not authorized for that command\n",
        "Error: \"storage\" is not a recognized command\n",
        "Error: show failed: RPC: Timed out\n",
        "There are no entries matching your query.\n",
        ROWS,
        "",
    ] {
        assert!(why_plain(step, text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn an_error_of_a_setting_belongs_to_the_setting() {
    let denied = "\nError: \"set\" is not a recognized command\n\n";
    assert_eq!(refused_setting(denied.as_bytes()).as_deref(), Some("Error: \"set\" is not a recognized command"));
    let unknown = b"\nError: invalid argument\n       \"-rows\"\n";
    assert_eq!(refused_setting(unknown).as_deref(), Some("Error: invalid argument \"-rows\""));
    assert_eq!(refused_setting(format!("{RELEASE}{ROWS}").as_bytes()), None);
    let steps = planned();
    let two: Vec<Planned> = steps.iter().filter(|step| step.first).cloned().collect();
    let joined = join(&two);
    let sentence =
        |step: &Planned| if step.show.text() == "version" { RELEASE } else { "NDMP node-scope-mode is disabled.\n" };
    let output: String = two.iter().map(|step| format!("{denied}{}", sentence(step))).collect();
    let pieces = joined.split(format!("{denied}{denied}{denied}{output}").as_bytes());
    let texts: Vec<_> = pieces.into_iter().map(|piece| String::from_utf8(piece.unwrap().text).unwrap()).collect();
    assert_eq!(texts, two.iter().map(sentence).collect::<Vec<_>>());
    assert_eq!(bare(&two[..1]).script.text().matches("set ").count(), 0);
}

#[test]
fn an_old_release_is_told_by_what_it_says_of_the_form_and_not_of_one_field() {
    for text in [
        "\nError: invalid argument \"-showseparator\"\n",
        "Error: invalid argument \"-fields\"\n",
        "Error: \"-fields\" was not expected. Please specify -fieldname first.\n",
    ] {
        assert!(is_release_old(text.as_bytes()), "{text}");
    }
    for text in [
        "Error: invalid value specified for \"-fields\"\n",
        "Error: \"storage\" is not a recognized command\n",
        "vserver|~01~|-showseparator|~01~|\n",
    ] {
        assert!(!is_release_old(text.as_bytes()), "{text}");
    }
}
