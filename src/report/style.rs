//! How the human report looks on this terminal. Colour only adds: every verdict is a word as well.

/// How much the human report tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// The last lines only.
    Quiet,
    /// What needs attention in full, the rest in brief.
    #[default]
    Normal,
    /// Everything.
    Verbose,
}

/// Width where no terminal and nobody else tells one.
pub const WIDTH: usize = 80;

/// How the human report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub colour: bool,
    /// How much to tell.
    pub verbosity: Verbosity,
    /// Width of the terminal in characters; `None` where nothing is shown on one, and rows stay whole.
    pub width: Option<usize>,
}

impl Style {
    /// Without colour.
    pub fn plain(verbosity: Verbosity) -> Self {
        Self { colour: false, verbosity, width: None }
    }

    /// For a file, in which whoever opens it later finds everything: nobody named it to get less.
    pub fn of_file(verbosity: Verbosity) -> Self {
        Self { width: Some(WIDTH), ..Self::plain(verbosity.max(Verbosity::Normal)) }
    }

    /// Width to which prose is wrapped.
    pub fn prose(&self) -> usize {
        self.width.unwrap_or(WIDTH).clamp(40, 140)
    }

    /// Width of rows of ONTAP's text.
    pub(super) fn rows(&self) -> usize {
        self.width.unwrap_or(usize::MAX).max(40)
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.verbosity == Verbosity::Quiet
    }

    pub(super) fn is_verbose(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// `text` in `ink`, or as it is.
    #[cfg(feature = "cli")]
    pub(super) fn paint(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let plain = owo_colors::Style::new();
        let chosen = match ink {
            Ink::Bad => plain.red().bold(),
            Ink::Doubt => plain.yellow().bold(),
            Ink::Good => plain.green(),
            Ink::Waived => plain.magenta(),
            Ink::Strong => plain.bold(),
            Ink::Command => plain.cyan(),
            Ink::Margin => plain.blue().bold(),
            Ink::Faint => plain.dimmed(),
        };
        chosen.style(text).to_string()
    }

    /// `text` as it is: without the feature `cli` there is no colour.
    #[cfg(not(feature = "cli"))]
    pub(super) fn paint(&self, _ink: Ink, text: &str) -> String {
        text.to_owned()
    }
}

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A failure.
    Bad,
    /// An unknown.
    Doubt,
    /// A pass.
    Good,
    /// A waived failure.
    Waived,
    /// A name that the eye looks for.
    Strong,
    /// A command to copy.
    Command,
    /// Line numbers and the bar beside ONTAP's text.
    Margin,
    /// What may be passed over.
    Faint,
}
