//! Commands that are asked alone or in their plain forms stand between marks.

use super::*;

/// What `cluster show`, asked alone, is said to have answered, and whether that is all.
fn split_alone(output: &str) -> (String, bool) {
    let steps = planned();
    let step = steps.iter().find(|step| step.table == "cluster show").unwrap();
    let piece = alone(step, false).split(output.as_bytes()).remove(0).unwrap();
    (String::from_utf8(piece.text).unwrap(), piece.whole)
}

#[test]
fn alone_a_command_stands_between_two_marks() {
    let steps = planned();
    let step = steps.iter().find(|step| step.table == "cluster show").unwrap();
    assert_eq!(
        alone(step, false).script.text(),
        "set -confirmations off; set -rows 0; set -showallfields false; set -showseparator \"|~01~|\"; version; \
         cluster show -fields node,health,eligibility; version"
    );
    assert_eq!(
        alone(step, true).script.text(),
        "set -confirmations off; set -rows 0; set -showallfields false; version; cluster show; version"
    );
}

#[test]
fn alone_an_answer_is_whole_when_both_marks_came() {
    let (rows, release) = (ROWS, RELEASE);
    assert_eq!(split_alone(&format!("{release}{rows}{release}\n")), (rows.to_owned(), true));
    assert_eq!(split_alone(&format!("{release}{rows}")), (rows.to_owned(), false));
    assert_eq!(split_alone(&format!("{release}{rows}NetApp Rel")), (rows.to_owned(), false));
    // A cluster may stop after an error.
    let error = "Error: not authorized for that command\n";
    assert_eq!(split_alone(&format!("{release}\n{error}\n")), (error.to_owned(), false));
    assert_eq!(split_alone(rows), (String::new(), false));
    // An account that may not use `version` has marks all the same.
    let refused = "\nError: \"version\" is not a recognized command\n\n";
    assert_eq!(split_alone(&format!("{refused}{rows}{refused}")), (rows.to_owned(), true));
    assert_eq!(split_alone(&format!("{refused}{error}{refused}")), (error.to_owned(), true));
    // One that stops at the refusal of the mark has told why there is no answer.
    assert_eq!(split_alone(&format!("Be good.\n{refused}")), (refused.trim_start().replace("\n\n", "\n"), false));
    assert_eq!(split_alone(&format!("{release}{rows}{release}more\n")), (rows.to_owned(), false));
}

#[test]
fn alone_what_a_login_or_a_setting_prints_is_no_part_of_the_answer() {
    let (rows, release) = (ROWS, RELEASE);
    for before in [
        "Last login time: 1/2/2026 08:01:02\n\n",
        "Node: prod   Contact: storage@example.com\n-----------\nBe good.\n",
        "Error: invalid argument \"-showallfields\"\n",
        "WARNING: Authorised use only.\n",
    ] {
        assert_eq!(split_alone(&format!("{before}{release}{rows}{release}")), (rows.to_owned(), true), "{before}");
    }
    let warning = "Warning: Unable to list entries on node n2. RPC: Couldn't make connection.\n";
    assert_eq!(split_alone(&format!("{release}{warning}{rows}{release}")), (format!("{warning}{rows}"), true));
}

/// What several commands, asked in their plain forms, are said to have answered.
fn split_marked(output: &str) -> Vec<Option<String>> {
    let steps: Vec<Planned> = planned().into_iter().filter(|step| step.separated).take(2).collect();
    let joined = marked(&steps);
    let [one, two] = [&steps[0], &steps[1]].map(|step| step.plain.text());
    let script = "set -confirmations off; set -rows 0; set -showallfields false; version; ";
    assert_eq!(joined.script.text(), format!("{script}{one}; version; {two}; version"));
    let pieces = joined.split(output.as_bytes()).into_iter();
    pieces.map(|piece| piece.filter(|piece| piece.whole).map(|piece| String::from_utf8(piece.text).unwrap())).collect()
}

#[test]
fn plain_answers_are_told_apart_by_the_marks_between_them_and_only_when_all_are_there() {
    let (r, refused) = (RELEASE, "\nError: \"version\" is not a recognized command\n\n");
    let both = vec![Some("a\n".to_owned()), Some("Error: b\n".to_owned())];
    assert_eq!(split_marked(&format!("Be good.\n{r}\na\n\n{r}Error: b\n\n{r}\n")), both);
    assert_eq!(split_marked(&format!("{refused}a\n{refused}Error: b\n{refused}")), both);
    // A banner that holds a release.
    let banner = "NetApp Release 9.5P3: Sun Jan 12 11:24:13 UTC 2020\nOurs.\n";
    for above in [banner.to_owned(), format!("{r}Ours.\n")] {
        assert_eq!(split_marked(&format!("{above}{r}a\n{r}Error: b\n{r}")), both, "{above}");
    }
    assert_eq!(split_marked(&format!("{banner}{r}a\n{r}")), [None, None]);
    for output in [
        format!("{r}a\n{r}Error: b\n"),
        format!("{r}a\nError: b\n{r}"),
        format!("a\n{r}Error: b\n{r}"),
        format!("{r}a\n{r}Error: b\n{r}more\n"),
        String::new(),
    ] {
        assert_eq!(split_marked(&output), [None, None], "{output}");
    }
}
