//! Errors on standard error beside joined answers: what does not show by itself that it is whole is asked alone.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::collect::answers::{Joined, Piece, alone, join};
use ndmp_preflight::collect::plan::{Plan, Planned};
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;

const ERROR: &[u8] = b"\r\nError: show failed: volume is busy\r\n\r\n";

fn planned(command: &str) -> Planned {
    let question = Question::plain(jiff::civil::date(2026, 11, 22));
    let steps = Plan::of(&Catalog::embedded().unwrap(), &question).steps;
    steps.into_iter().find(|step| step.show.text().starts_with(command)).unwrap()
}

/// Two rows with the separator of each command of the script, counted where the table is.
fn tables(joined: &Joined, counted: &[bool]) -> String {
    let marks = joined.script.text().split("showseparator \"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let table = |(mark, counted): (&str, &bool)| {
        let rows = format!("a{mark}b\nA{mark}B\n1{mark}2\n3{mark}4\n");
        if *counted { rows + "2 entries were displayed.\n" } else { rows }
    };
    marks.zip(counted).map(table).collect()
}

#[test]
fn rows_stand_beside_refusals_where_a_count_shows_that_they_are_all_and_beside_losses_never() {
    let joined = join(&["cluster show", "storage tape show", "vserver services ndmp show"].map(planned));
    let output = tables(&joined, &[true, false, true]);
    let whole = |errors: &[u8]| -> Vec<bool> {
        joined
            .split_both(output.as_bytes(), errors)
            .iter()
            .map(|piece| matches!(piece, Some(own) if own.whole))
            .collect()
    };
    assert_eq!(whole(b""), [true, true, true]);
    assert_eq!(whole(b"\r\nLast login time: 11/21/2026 18:02:11\r\n"), [true, true, true]);
    assert_eq!(whole(b"a word that is no error\r\n"), [true, true, true]);
    let standing = |errors: &[u8]| whole(errors).iter().filter(|whole| **whole).count();
    assert_eq!(standing(b"\r\nError: \"options\" is not a recognized command\r\n"), 2);
    // What is displayed is counted, and what is missing is not.
    assert_eq!(standing(ERROR), 0);
    assert_eq!(standing(b"Warning: Unable to list entries on node n2. RPC: Couldn't make connection.\n"), 0);
}

#[test]
fn alone_the_answer_is_what_came_on_both_streams() {
    let asked = planned("storage tape show");
    let joined = alone(&asked, false);
    let end = "NetApp Release 9.12.1: Tue Jan 18 11:24:13 UTC 2022\n";
    let split = |output: &str, errors: &[u8]| {
        let output = if output.contains(end) { format!("{end}{output}") } else { output.to_owned() };
        joined.split_both(output.as_bytes(), errors).remove(0).unwrap()
    };
    let error = Piece { text: b"Error: show failed: volume is busy\r\n".to_vec(), whole: true };
    assert_eq!(split(end, ERROR), error);
    assert_eq!(split(&format!("\nError: show failed: volume is busy\r\n\n{end}"), b""), error);
    let rows = tables(&joined, &[false]);
    let both = split(&format!("{rows}{end}"), ERROR);
    assert!(
        both.whole
            && both.text.starts_with(rows.as_bytes())
            && both.text.ends_with(ERROR.trim_ascii_start().strip_suffix(b"\r\n").unwrap()),
        "{both:?}"
    );
    assert_eq!(split(&format!("{rows}{end}"), b"a word that is no error\n").text, rows.as_bytes());
    let warning = b"Warning: Unable to list entries on node n2.\n";
    assert!(split(&format!("{rows}{end}"), warning).text.ends_with(warning));
    // Without its end it begins at the same line.
    for (output, errors) in [("\r\nError: show failed: volume is busy\r\n", &b""[..]), ("\r\n", ERROR)] {
        let cut = split(output, errors);
        assert!(!cut.whole && cut.text.starts_with(b"Error: "), "{cut:?}");
    }
    // Words that are no complaint may be a banner's: they answer nothing, and the answer may not be empty.
    for words in [&vec![b'x'; 1 << 20], &b"NDMP node-scope-mode is disabled.\r\n".to_vec()] {
        assert_eq!(split(end, words), Piece { text: Vec::new(), whole: false });
    }
}

/// What ONTAP complains of on standard error, whatever its label.
const COMPLAINTS: [&str; 6] = [
    "Warning: Unable to list entries on node n2.",
    "Warning: Only local entries can be displayed at this time.",
    "Info: Node n2 did not respond.",
    "RPC: Couldn't make connection [from mgwd on node \"n1\" to mgwd at 192.0.2.7]",
    "Node \"n2\" is not reachable; its entries are not shown.",
    "Error: show failed on node n2",
];

#[test]
fn a_complaint_on_standard_error_is_never_lost() {
    let joined = join(&["cluster show", "vserver services ndmp show"].map(planned));
    let text = tables(&joined, &[true, true]);
    let one = alone(&planned("cluster show"), false);
    let release = "NetApp Release 9.12.1: Tue Jan 18 11:24:13 UTC 2022\n";
    let marked = format!("{release}{}{release}", tables(&one, &[true]));
    for complaint in COMPLAINTS {
        let errors = format!("{complaint}\r\n");
        assert_eq!(joined.split_both(text.as_bytes(), errors.as_bytes()), [None, None], "{complaint}");
        let piece = one.split_both(marked.as_bytes(), errors.as_bytes()).remove(0).unwrap();
        assert!(String::from_utf8_lossy(&piece.text).ends_with(&errors), "{complaint}: {piece:?}");
    }
    for harmless in ["Info: This command is deprecated.", "Authorised use only."] {
        let pieces = joined.split_both(text.as_bytes(), format!("{harmless}\r\n").as_bytes());
        assert!(pieces.iter().all(|piece| piece.as_ref().is_some_and(|piece| piece.whole)), "{harmless}: {pieces:?}");
    }
}

#[test]
fn a_complaint_above_the_first_rows_goes_with_them() {
    let joined = join(&["cluster show", "vserver services ndmp show"].map(planned));
    let text = tables(&joined, &[true, true]);
    for complaint in &COMPLAINTS[..4] {
        let pieces = joined.split(format!("{complaint}\n{text}").as_bytes());
        let kept = |piece: &Piece| String::from_utf8_lossy(&piece.text).starts_with(complaint);
        assert!(pieces[0].as_ref().is_none_or(kept), "{complaint}: {pieces:?}");
    }
}
