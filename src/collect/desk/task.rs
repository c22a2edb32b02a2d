//! A command that is to be asked, and what became of it so far.

use super::super::transport::TransportError;

/// An answer that gets lost this often is given up.
const TRIES: u8 = 3;

/// In which form a command is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// The machine form, joined with others.
    #[default]
    Joined,
    /// The machine form, in a script of its own.
    Alone,
    /// The document's form, between marks.
    Plain,
}

/// A command to be asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Task {
    pub(super) step: usize,
    pub(super) form: Form,
    /// How often its answer was lost.
    pub(super) tries: u8,
    /// Whether it was asked once more because its answer was cut.
    pub(super) is_repeated: bool,
    /// Why it is asked in this form.
    pub(super) note: String,
    /// Why its answer was lost, and what to do.
    pub(super) lost: String,
    /// What came of an answer that was lost.
    pub(super) seen: Vec<u8>,
}

impl Task {
    /// The command of this step.
    pub(super) fn of(step: usize) -> Self {
        Self { step, ..Self::default() }
    }

    /// To be asked again in another form.
    pub(super) fn again(&self, form: Form, note: &str) -> Self {
        Self { form, note: note.to_owned(), seen: Vec::new(), ..self.clone() }
    }

    /// To be asked in its plain form, and why.
    pub(super) fn plain(&self, why: &str) -> Self {
        self.again(Form::Plain, &format!("asked in its plain form: {why}"))
    }

    /// To be asked again, alone: nobody knows what of the output is its answer.
    pub(super) fn untold(&self) -> Self {
        let note = "asked alone: its answer could not be told apart from the others";
        let form = if self.form == Form::Plain { Form::Plain } else { Form::Alone };
        Self { tries: self.tries + 1, ..self.again(form, note) }
    }

    /// The same, given up or to be asked again: its answer was lost, but for what was `seen` of it. A connection that breaks
    /// before it ever answered (`is_proven`) says nothing of the command.
    pub(super) fn lost(&self, error: &TransportError, seen: Vec<u8>, is_proven: bool) -> Self {
        let is_flood = matches!(error, TransportError::Flooded { .. } | TransportError::Overrun { .. });
        let seen = if is_flood || seen.len() < self.seen.len() { self.seen.clone() } else { seen };
        // Without a channel it was never sent; a connection that brings nothing ends by itself.
        let was_sent = match error {
            TransportError::NoChannel { .. } => false,
            TransportError::Broken { .. } => is_proven,
            _ => true,
        };
        Self {
            tries: self.tries + u8::from(was_sent),
            form: after(error, self.form),
            note: format!("asked again: {error}"),
            lost: format!("{error}; or run the command by hand, and judge what it prints with `check --from`"),
            seen,
            ..self.clone()
        }
    }

    /// Not to be asked again.
    pub(super) fn given_up(self) -> Self {
        Self { tries: TRIES, ..self }
    }

    /// Whether it is worth another try.
    pub(super) fn has_tries(&self) -> bool {
        self.tries < TRIES
    }
}

/// What was lost in a joined script that timed out or flooded is asked alone: one of its commands is the reason.
fn after(error: &TransportError, form: Form) -> Form {
    match (error, form) {
        (_, Form::Plain) => Form::Plain,
        (TransportError::TimedOut { .. } | TransportError::Flooded { .. } | TransportError::Overrun { .. }, _) => {
            Form::Alone
        }
        _ => form,
    }
}
