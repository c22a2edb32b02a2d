//! What came of the visits, in the order in which the clusters were named, as soon as all before it has come.

use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

/// As many are given at once as keep all processors busy.
const MOST: usize = 64;

/// Gives what comes, by its number; what comes early is held. Ends when nothing comes any more.
pub(super) fn in_order<T>(came: &Receiver<(usize, T)>, give: &mut dyn FnMut(Vec<T>)) {
    let (mut next, mut early) = (0, BTreeMap::new());
    while let Ok((at, one)) = came.recv() {
        early.insert(at, one);
        early.extend(came.try_iter().take(MOST));
        loop {
            let due: Vec<T> = (next..next + MOST).map_while(|at| early.remove(&at)).collect();
            if due.is_empty() {
                break;
            }
            next += due.len();
            give(due);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// Numbers as they come, and what was given of them.
    fn given(came: &[usize]) -> Vec<Vec<usize>> {
        let (sender, receiver) = channel();
        came.iter().for_each(|at| sender.send((*at, *at)).unwrap());
        drop(sender);
        let mut given = Vec::new();
        in_order(&receiver, &mut |some| given.push(some));
        given
    }

    #[test]
    fn each_is_given_once_in_its_turn_and_few_at_a_time() {
        assert_eq!(given(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(given(&[2, 1, 0, 3]).concat(), [0, 1, 2, 3]);
        // The first comes last.
        let late: Vec<usize> = (1..1000).chain([0]).collect();
        let given = given(&late);
        assert_eq!(given.concat(), (0..1000).collect::<Vec<_>>());
        assert!(given.iter().all(|some| (1..=MOST).contains(&some.len())), "{given:?}");
    }
}
