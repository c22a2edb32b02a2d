//! Rows of which an editor trimmed the end: their other cells stay, and the rows beside them.

mod session;

use ndmp_preflight::table::Status;
use session::{answer, told};

#[test]
fn a_row_that_lost_its_end_in_the_middle_keeps_its_cells_and_its_neighbours() {
    let tables = [
        "\
etive::> network interface show
            Logical    Status     Network            Current       Current Is
Vserver     Interface  Admin/Oper Address/Mask       Node          Port    Home
----------- ---------- ---------- ------------------ ------------- ------- ----
etive
            etive_ic1    up/up    192.0.2.31/24      etive-01      e0c     true
            etive_ic2    up/up    192.0.2.32/24      etive-02      e0d     true
            etive_ic3    up/down  192.0.2.33/24      etive-01      e0e     true
            etive_ic4    up/up    192.0.2.34/24      etive-02      e0f     true
4 entries were displayed.

etive::> ",
        "\
etive::> system services ndmp show
Node                  Enabled   Clear text  User Id
--------------------- --------- ----------- ---------
etive-01              true      false       bkp
etive-02              true      false       bkp
etive-03              false     false       root
etive-04              true      false       bkp
4 entries were displayed.

etive::> ",
        "\
etive::> storage tape show

Node: etive-01
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0b.125L1                media changer   HP MSL G3 Series                normal
0d.4                    tape drive      IBM LTO 5 ULT3580               normal
0d.5                    tape drive      IBM LTO 5 ULT3580               offline
3 entries were displayed.

etive::> ",
    ];
    for text in tables {
        let whole = told(&answer(text));
        let lines: Vec<&str> = text.lines().collect();
        let ruler = lines.iter().position(|line| line.starts_with("----")).unwrap_or(0);
        let rows: Vec<usize> = (ruler + 1..lines.len()).take_while(|&at| !lines[at].contains("entries")).collect();
        let rows = &rows[rows.len() - whole.len()..];
        for (record, &row) in rows.iter().enumerate() {
            let trimmed = lines[row].rfind("  ").map_or(lines[row], |end| lines[row][..end].trim_end());
            let mut changed = lines.clone();
            changed[row] = trimmed;
            let answer = answer(&changed.join("\n"));
            let read = told(&answer);
            assert_eq!(read.len(), whole.len(), "{read:#?}");
            for (own, printed) in read.iter().zip(&whole) {
                // What is told of the row that was trimmed is told as it was printed.
                assert!(own == printed || *printed == whole[record] && printed.starts_with(own.as_str()), "{own}");
            }
            assert_ne!(read[record], whole[record]);
            assert_eq!(answer.status, Status::CutOff, "{trimmed}");
        }
    }
}
