//! Names of sources as paths and addresses of CI systems.

use super::layout::clean;

/// A path with `/` between its parts, and no `./` before it.
pub(super) fn path(source: &str) -> String {
    let path = clean(source).replace('\\', "/");
    let path = path.trim_start_matches("./");
    if path.is_empty() { "-".to_owned() } else { path.to_owned() }
}

/// A path as an address: relative to the folder of the run, or below `file://`.
pub(super) fn address(source: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    let path = path(source);
    let encoded =
        path.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    let address: String = encoded.collect();
    if address.starts_with('/') { format!("file://{address}") } else { address }
}
