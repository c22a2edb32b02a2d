//! The checks in a browser: what a worker of the page calls. It has no edges: texts and files are handed in, with the time, and
//! reports are handed out.

mod commands;
mod desk;
mod order;
mod site;

use wasm_bindgen::prelude::*;

use crate::order::Order;

#[wasm_bindgen]
extern "C" {
    /// Tells the worker of a fault of this program, which ends it.
    #[wasm_bindgen(js_name = faulted)]
    fn faulted(fault: &str);
}

/// What was handed in, and what was judged of it last.
#[wasm_bindgen]
#[derive(Default)]
pub struct Desk {
    inner: desk::Desk,
}

#[wasm_bindgen]
impl Desk {
    /// With nothing on it.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        std::panic::set_hook(Box::new(|fault| faulted(&fault.to_string())));
        Self::default()
    }

    /// The applications of `dma`, as JSON: `name` and `title` of each, and the version of the program.
    #[must_use]
    pub fn about(&self) -> String {
        desk::about()
    }

    /// Puts a file there, in the folders that its path names.
    pub fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.inner.put(path, bytes);
    }

    /// Puts a folder there, which may be empty.
    #[wasm_bindgen(js_name = putFolder)]
    pub fn put_folder(&mut self, path: &str) {
        self.inner.put_folder(path);
    }

    /// Takes a file away, or a folder with all that is in it.
    pub fn remove(&mut self, path: &str) {
        self.inner.remove(path);
    }

    /// Judges what is there; `order` and what comes back are JSON, see [`Order`] and `desk::Told`.
    pub fn check(&mut self, order: &str) -> String {
        match serde_json::from_str::<Order>(order) {
            Ok(order) => self.inner.check(&order),
            Err(error) => desk::trouble(&format!("the page asks what nobody understands: {error}")),
        }
    }

    /// What was judged last, as the viewer draws it: JSON.
    #[must_use]
    pub fn shown(&self) -> String {
        self.inner.shown().unwrap_or_default()
    }

    /// The same in a format of `check --format`, or of `handoff` (`handoff-markdown`).
    #[must_use]
    pub fn report(&self, format: &str) -> Option<Vec<u8>> {
        self.inner.report(format)
    }

    /// The text of a source as it was read, secrets masked.
    #[must_use]
    pub fn text(&self, source: &str) -> Option<String> {
        self.inner.text(source)
    }

    /// A text with every secret masked.
    #[must_use]
    pub fn masked(&self, text: String) -> String {
        ndmp_preflight::source::redacted(text.into_bytes())
    }

    /// What to capture for a plan, as text to be pasted: `commands`, or a loop for `sh`, `powershell` or `plink`.
    #[must_use]
    pub fn commands(&self, order: &str, how: &str) -> String {
        serde_json::from_str::<Order>(order)
            .ok()
            .and_then(|order| commands::of(&self.inner, &order, how))
            .unwrap_or_default()
    }
}
