//! Mails as they are sent: `quoted-printable`, with `=20` for a blank and `=` at the end of a line that goes on.

use memchr::memmem;

/// The text as a mail program shows it; `None` where its head does not say that it is sent so.
pub(super) fn decoded(text: &str) -> Option<String> {
    const HEAD: usize = 16 << 10;
    let head = &text.as_bytes()[..text.len().min(HEAD)];
    memmem::find(&head.to_ascii_lowercase(), b"content-transfer-encoding: quoted-printable")?;
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        let (shown, taken) = escaped(&rest[at..]);
        out.extend(shown);
        rest = &rest[at + taken..];
    }
    out.extend_from_slice(rest);
    String::from_utf8(out).ok()
}

/// The byte that a sign stands for, and how many it takes: none for the end of a line that goes on.
fn escaped(text: &[u8]) -> (Option<u8>, usize) {
    let hex =
        text.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    let is_cut = |end: &[u8]| text.get(1..=end.len()) == Some(end);
    match hex {
        Some(byte) => (Some(byte), 3),
        None if is_cut(b"\r\n") => (None, 3),
        None if is_cut(b"\n") => (None, 2),
        None => (Some(b'='), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn signs_stand_for_bytes_and_for_lines_that_go_on() {
        let mail = "Content-Transfer-Encoding: quoted-printable\n\na=3D1 =C3=A9=\n b=20\n==\n";
        assert_eq!(decoded(mail).as_deref(), Some("Content-Transfer-Encoding: quoted-printable\n\na=1 \u{e9} b \n="));
        assert_eq!(decoded("a=3D1\n"), None);
    }
}
