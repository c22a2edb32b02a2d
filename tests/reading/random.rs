//! Reproducible chance, and names of the kinds that administrators give.

/// A stream of numbers that its seed alone decides.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True in `percent` of hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn one_of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const PLAIN: &[&str] =
    &["vs1", "svm_nfs", "backup", "cluster1", "node1", "IC1", "lif2", "data_01", "n", "prod", "tapesvm"];
const LONG: &[&str] = &[
    "examplecorp-vault-clu1",
    "examplecorp-vault-clu1_icl01",
    "a-very-long-name-of-a-storage-cluster-east-01",
    "labcluster-east1-01",
    "svm_finance_department_production_01",
    "twelve_chars",
    "thirteen_char",
];
const DOTTED: &[&str] = &["vs1.example.com", "nas.prod.example.org", "n1.lab", "v9.1"];
const CONFUSING: &[&str] = &[
    "e0a",
    "a0a-120",
    "12345",
    "7",
    "data",
    "normal",
    "up",
    "admin",
    "local-only",
    "mgmt",
    "1b",
    "none",
    "9.9.1P5",
    "on",
];

/// A name; `number` makes it unlike the names of other numbers.
pub fn name(random: &mut Random, number: usize) -> String {
    let base = match random.below(10) {
        0..=4 => random.pick(PLAIN),
        5..=6 => random.pick(LONG),
        7 => random.pick(DOTTED),
        8 => random.pick(CONFUSING),
        _ => "cluster_mgmt",
    };
    if number == 0 { base.to_owned() } else { format!("{base}{}{number}", random.pick(&["-", "_", "", "."])) }
}

pub fn port(random: &mut Random) -> String {
    random.pick(&["e0a", "e0c", "e0M", "a0a-120", "e1b-i6", "1a", "0c", "e4d", "a0a-2048"]).to_owned()
}

pub fn address(random: &mut Random) -> String {
    match random.below(10) {
        0..=6 => {
            let net = random.pick(&["192.0.2", "198.51.100", "203.0.113"]);
            format!("{net}.{}", random.below(255))
        }
        7 => format!("2001:db8::{:x}", random.below(65_535)),
        8 => format!("2001:db8:{:x}:17::{:x}", random.below(65_535), random.below(65_535)),
        _ => "2001:db8:ffff:ffff:ffff:ffff:ffff:fffe".to_owned(),
    }
}
