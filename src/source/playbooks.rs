//! What a playbook of Ansible shows: `TASK [cluster show] ***`, and below it the answer in the JSON of a task, `ok: [cl1] => {`.

use super::documents::Value;
use super::exchange::{Exchange, is_show, session};

/// The session that such an output tells; `None` where it is none.
pub(super) fn shown(text: &str) -> Option<String> {
    let has = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !has("TASK [") || !has("] => {") {
        return None;
    }
    let (mut out, mut all) = (String::with_capacity(text.len()), Vec::new());
    let (mut task, mut at) = (None, 0);
    while at < text.len() {
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text[at..end].trim_end();
        if let Some(name) = line.strip_prefix("TASK [").and_then(|rest| rest.split_once(']')).map(|(name, _)| name) {
            // What shows the answer of another is a task as well.
            task = if is_show(name) { Some(name.to_owned()) } else { task.filter(|_| name == "debug") };
            out.push('\n');
        } else if let Some((own, taken)) = answered(&text[at..], line, task.as_deref()) {
            own.iter().for_each(|own| out.push_str(&own.lines()));
            all.extend(own);
            task = None;
            let behind = at + taken;
            at = text[behind..].find('\n').map_or(text.len(), |end| behind + end + 1);
            continue;
        } else if is_silent(line) {
            out.push('\n');
        } else {
            out.push_str(&text[at..end]);
        }
        at = end;
    }
    session(&all).map(|_| out)
}

/// The commands with their answers in what a host answered to a task, at the start of `text`, and the bytes of it.
fn answered(text: &str, line: &str, task: Option<&str>) -> Option<(Vec<Exchange>, usize)> {
    let host = host(line)?;
    let open = line.rfind("=> {")? + "=> ".len();
    let mut values = serde_json::Deserializer::from_str(&text[open..]).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let taken = open + values.byte_offset();
    let mut own = Vec::new();
    if !value.gather(host, &mut own) {
        return None;
    }
    if own.is_empty() {
        own.push(value.answer_of(host, task?)?);
    }
    Some((own, taken))
}

/// The host in `ok: [cl1] => {`, `changed: [cl1 -> jump] => (item=x) => {`.
fn host(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("ok: [").or_else(|| line.strip_prefix("changed: ["))?;
    let (host, _) = rest.split_once(']')?;
    host.split(' ').next()
}

/// Whether a line says only that a task or a play begins, or that nothing failed.
fn is_silent(line: &str) -> bool {
    let is_done = line.contains(" : ok=") && line.contains("unreachable=0") && line.contains("failed=0");
    let is_drawn = |head: &str| line.starts_with(head) && line.ends_with("***");
    let is_state = host(line).is_some() && line.ends_with(']');
    is_done || is_drawn("PLAY [") || is_drawn("PLAY RECAP") || is_state
}

#[cfg(test)]
mod tests {
    use super::shown;

    const OUTPUT: &str = "PLAY [x] ***\n\nTASK [cluster show] ***\nchanged: [ayr]\n\nTASK [debug] ***\nok: [ayr] => {\n    \"out.stdout_lines\": [\n        \"Node  Health\",\n        \"ayr-1 true\"\n    ]\n}\n\nPLAY RECAP ***\nayr : ok=2 changed=1 unreachable=0 failed=0\n";

    #[test]
    fn an_answer_stands_below_the_command_that_its_task_names() {
        let own = shown(OUTPUT).unwrap();
        assert_eq!(own.trim(), "$ ssh ayr \"cluster show\"\nNode  Health\nayr-1 true");
        let failed = OUTPUT.replace("failed=0", "failed=1");
        assert!(shown(&failed).unwrap().contains("failed=1"));
        assert_eq!(shown(&OUTPUT.replace("cluster show", "gather")), None);
    }
}
