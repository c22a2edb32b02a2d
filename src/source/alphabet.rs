//! Which bytes a text holds: most questions about marks are answered by it, without a look at the text.

/// The bytes of a text.
#[derive(Clone)]
pub(super) struct Alphabet([bool; 256]);

impl Alphabet {
    pub(super) fn of(text: &str) -> Self {
        let mut held = [false; 256];
        for byte in text.bytes() {
            held[usize::from(byte)] = true;
        }
        Self(held)
    }

    /// Whether the text holds any of these bytes.
    pub(super) fn has(&self, bytes: &[u8]) -> bool {
        bytes.iter().any(|byte| self.0[usize::from(*byte)])
    }

    /// Whether all its bytes are of this kind.
    pub(super) fn is_of(&self, is_it: impl Fn(u8) -> bool) -> bool {
        (0..=u8::MAX).all(|byte| !self.0[usize::from(byte)] || is_it(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::Alphabet;

    #[test]
    fn each_byte_of_a_text_is_told_and_no_other() {
        for text in ["", "a", "b \u{e9}\n", "{|}~"] {
            let alphabet = Alphabet::of(text);
            for byte in 0..=u8::MAX {
                assert_eq!(alphabet.has(&[byte]), text.as_bytes().contains(&byte), "{byte} in {text:?}");
            }
            assert!(!alphabet.has(&[]));
            assert_eq!(alphabet.is_of(|byte| byte.is_ascii()), text.is_ascii(), "{text:?}");
        }
    }
}
