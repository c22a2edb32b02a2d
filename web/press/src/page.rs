//! The page round its parts, with a policy that lets nothing in it ask for anything.

use std::io::Write;

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};

/// What the page is made of.
pub(crate) struct Parts {
    /// The frame, with a name such as `@@style@@` for each part.
    pub(crate) page: String,
    /// The style sheet.
    pub(crate) style: String,
    /// The script of the page.
    pub(crate) script: String,
    /// That of its worker.
    pub(crate) worker: String,
    /// The program: WebAssembly.
    pub(crate) program: Vec<u8>,
}

impl Parts {
    /// All in one.
    ///
    /// # Errors
    /// A part would end the element that holds it, or has no place in the frame.
    pub(crate) fn bound(&self) -> Result<String, String> {
        if self.worker.contains("</script") || self.style.contains("</style") {
            return Err("a part of the page would end the element that holds it".to_owned());
        }
        let program = base64(&packed(&self.program)?);
        let parts = [
            ("@@style-hash@@", hash(&self.style)),
            ("@@script-hash@@", hash(&self.script)),
            ("@@style@@", self.style.clone()),
            ("@@script@@", self.script.clone()),
            ("@@worker@@", self.worker.clone()),
            ("@@program@@", program),
        ];
        let mut page = self.page.clone();
        for (place, part) in &parts {
            let (before, behind) = page.split_once(place).ok_or(format!("the frame has no place for `{place}`"))?;
            page = format!("{before}{part}{behind}");
        }
        Ok(page)
    }
}

/// The same bytes for the same bytes, whenever and wherever they are packed.
fn packed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    packed.write_all(bytes).and_then(|()| packed.finish()).map_err(|error| error.to_string())
}

/// How a Content-Security-Policy names a script or a style sheet.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        let sign = |at: usize| char::from(SIGNS[bits >> (18 - 6 * at) & 63]);
        (0..4).for_each(|at| text.push(if at > three.len() { '=' } else { sign(at) }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Parts, base64};

    /// The examples of RFC 4648.
    #[test]
    fn base64_is_that_of_the_standard() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        pairs.iter().for_each(|(plain, text)| assert_eq!(base64(plain.as_bytes()), *text));
    }

    #[test]
    fn a_part_that_ends_its_element_is_refused() {
        let page = "@@style-hash@@ @@script-hash@@ @@style@@ @@script@@ @@worker@@ @@program@@".to_owned();
        let parts = |worker: &str| Parts {
            page: page.clone(),
            style: String::new(),
            script: "x".to_owned(),
            worker: worker.to_owned(),
            program: Vec::new(),
        };
        assert!(parts("'</script>'").bound().is_err());
        assert!(parts("work").bound().is_ok_and(|page| page.contains(" x work H4sI")));
    }
}
