//! What stands in a session and answers nothing: banners, messages of the day, and what a login prints.

mod client;

use super::body;
use super::command::Typed;
use super::completion;
use super::definition::Definition;
use super::mention;
use super::noise::{is_noise, is_password_question};
use super::segments::Segment;
use super::stray;
use crate::source::{Capture, Sought};

/// Takes out what answers nothing: the text before the first command of a session, and what a login prints. A banner or a
/// message of the day may hold the text of any answer; so what stands above prompts alone is read, and proves nothing.
pub(super) fn without(segments: &mut Vec<Segment>, capture: &Capture, tables: &[Definition]) {
    let is_asked = |segment: &Segment| segment.prompt.is_some() || segment.typed.is_some() || segment.is_behind_fence;
    // Answers that were saved one behind the other by `ssh` each have a login above them.
    if !segments.iter().any(is_asked) {
        return;
    }
    let logins = login_lines(capture);
    // Where nobody logs in and nothing is asked, somebody pasted an answer with the prompt below it.
    let is_session = !logins.is_empty() || segments.iter().any(|segment| segment.typed.is_some());
    // Where nobody is seen to log in, a paste may have begun below its first command: what stands there is read, and proves nothing.
    // What a command of a page prints in a sentence is said of it; a table is one below whatever command.
    let any = |segment: &Segment, is: &dyn Fn(&str) -> bool| {
        (segment.first..=segment.last).any(|number| is(capture.line(number).text.trim()))
    };
    let is_said =
        |segment: &Segment| any(segment, &stray::is_command) && !any(segment, &|text| text.starts_with("---"));
    let is_kept = |segment: &Segment| is_asked(segment) || logins.is_empty() && !is_said(segment);
    segments.retain(|segment| !is_session || is_kept(segment));
    let is_unasked = |segment: &&mut Segment| is_session && !is_asked(segment);
    segments.iter_mut().filter(is_unasked).for_each(|segment| segment.is_before_prompt = true);
    let first = segments.iter().position(|segment| segment.prompt.is_some()).unwrap_or(0);
    segments[..first].iter_mut().for_each(|segment| segment.is_before_prompt = true);
    let last = segments.len().saturating_sub(1);
    for (at, segment) in segments.iter_mut().enumerate() {
        // Where nobody logs in again, what stands behind the end of the session is no greeting.
        let is_left = segment.typed.as_deref().is_some_and(Typed::ends_session) && at < last;
        if is_left || segment.is_login() {
            segment.last = segment.first - 1;
        }
        if segment.is_pure || !segment.login.is_empty() && segment.typed.is_some() {
            segment.first += client::said(segment.first..=segment.last, capture);
        }
        if let Some(end) = greeting(segment, capture, tables) {
            segment.first = end + 1;
        }
        end_before_login(segment, &logins, capture);
    }
    completion::without(segments, capture, tables);
}

/// The times of a login stand above the answer of a command that was given to `ssh`; behind an answer another session begins.
fn end_before_login(segment: &mut Segment, logins: &[usize], capture: &Capture) {
    let within = || logins.iter().copied().filter(|line| (segment.first..=segment.last).contains(line));
    // Before it `ssh` asked for the password.
    let is_said = |number: usize| is_noise(capture.line(number).text.trim());
    let is_behind =
        |login: &usize| (segment.first..*login).any(|number| !capture.line(number).is_blank() && !is_said(number));
    if let Some(login) = within().find(is_behind).filter(|_| !within().any(|login| !is_behind(&login))) {
        segment.last = login - 1;
    }
}

/// The line that ends the login of an `ssh` that was given a command: the question for the password, or the time of the login
/// before. Above it stands what the host says to whoever comes (`security login banner`): sentences, and no part of the answer.
fn greeting(segment: &Segment, capture: &Capture, tables: &[Definition]) -> Option<usize> {
    if segment.login.is_empty() || segment.typed.is_none() {
        return None;
    }
    let any = |number: usize, is: &dyn Fn(&str) -> bool| is(capture.line(number).text.trim());
    let ends = |text: &str| is_password_question(text) || body::is_login(text);
    let end = (segment.first..=segment.last).find(|&number| any(number, &ends))?;
    mention::are_said(segment.first..end, capture, tables).then_some(end)
}

/// The lines on which ONTAP tells somebody who logs in when the last login was.
fn login_lines(capture: &Capture) -> Vec<usize> {
    static LOGIN: Sought = Sought::new("ogin");
    let found = LOGIN.all_in(capture.text()).map(|at| capture.line_at(at));
    found.filter(|&number| body::is_login(&capture.line(number).text)).collect()
}
