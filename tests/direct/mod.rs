//! Simulated clusters that are asked without a network, both streams apart, and the verdicts on them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::collector::{CollectError, Errand, collect};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::collect::script::Script;
use ndmp_preflight::collect::transport::{Connection, Exchange, Transport, TransportError};
use ndmp_preflight::judge::{Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;

use crate::ontap::{Manner, Ontap};

pub(crate) const SAMPLES: [&str; 2] = ["ready-svm-9.12.1", "ready-node-scope"];

pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());

static CLUSTERS: LazyLock<Vec<Ontap>> = LazyLock::new(|| {
    let path = |sample: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").join(sample);
    SAMPLES.iter().map(|sample| Ontap::open(&path(sample), Manner::default()).unwrap()).collect()
});

#[derive(Clone)]
struct Direct(Arc<Ontap>);

impl Transport for Direct {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        Ok(Box::new(self.clone()))
    }
}

impl Connection for Direct {
    fn ask(&mut self, script: &Script) -> Exchange {
        let told = self.0.told(script.text());
        Exchange {
            output: told.output.into_bytes(),
            errors: told.errors.into_bytes(),
            exit_status: Some(told.status),
            ..Exchange::default()
        }
    }

    fn is_open(&self) -> bool {
        true
    }
}

pub(crate) fn question() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

/// What a cluster that behaves so tells over one connection.
pub(crate) fn bundle(sample: &str, manner: Manner) -> Result<Bundle, CollectError> {
    let at = SAMPLES.iter().position(|known| *known == sample).unwrap();
    let (catalog, question) = (&*CATALOG, question());
    let errand = Errand {
        target: "simulated",
        address: "192.0.2.1:22",
        transport: "ssh2",
        plan: &Plan::of(catalog, &question),
        catalog,
        question: &question,
        expected: None,
        connections: 1,
        limit: Duration::from_secs(60),
    };
    collect(&errand, &Direct(Arc::new(CLUSTERS[at].behaving(manner))), &Cancel::new(), &|_| {})
}

pub(crate) type Verdicts = BTreeMap<String, Verdict>;

/// The verdict on each rule and subject; none where there is no bundle.
pub(crate) fn verdicts(sample: &str, manner: Manner) -> Verdicts {
    let readings = bundle(sample, manner).map(|bundle| bundle.readings(&CATALOG.tables)).unwrap_or_default();
    let outcomes = readings.iter().flat_map(|reading| judge(reading, &CATALOG, &question()).outcomes);
    outcomes.map(|outcome| (format!("{} {:?}", outcome.rule, outcome.subject), outcome.verdict)).collect()
}
