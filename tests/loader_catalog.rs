//! The catalog: the embedded files load, and a site's own come in through the same door.

use ndmp_preflight::fault::Fault;
use ndmp_preflight::rule::Catalog;

const TABLE: &str = "command = \"acme show\"\nentity = \"acme\"\nkey = [\"acme\"]\nabout = \"a\"\n[[column]]\nname = \"acme\"\ntype = \"name\"\n";
const PROFILE: &str = "name = \"acme\"\ntitle = \"Acme\"\nabout = \"a\"\n";

fn rule(id: &str, each: &str) -> String {
    format!(
        "id = \"{id}\"\ntitle = \"t\"\nseverity = \"info\"\nwhy = \"w\"\npasses = \"p\"\n[check]\neach = \"{each}\"\nexpect = {{ acme = \"a*\" }}\n\
         [say]\npass = \"{{acme}}\"\nfail = \"{{acme}}\"\n[[example]]\nverdict = \"pass\"\ninput = \"\"\n"
    )
}

fn files(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn told(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}:{}:{} {}", fault.file, fault.line, fault.column, fault.message)).collect()
}

#[test]
fn the_embedded_files_load_in_a_stable_order() {
    let catalog = Catalog::embedded().unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n\n"));
    });
    let order: Vec<_> =
        catalog.rules.iter().map(|rule| (rule.file.rsplit_once('/').map(|(folder, _)| folder), &rule.id)).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(catalog.tables.iter().all(|table| table.file.starts_with("tables/")));
    assert!(catalog.profiles.iter().all(|profile| profile.file.starts_with("profiles/")));
}

#[test]
fn what_is_judged_by_is_all_but_the_examples() {
    let mut whole = Catalog::embedded().unwrap();
    assert!(whole.rules.iter().all(|rule| !rule.examples.is_empty()));
    whole.rules.iter_mut().for_each(|rule| rule.examples.clear());
    whole.tables.iter_mut().for_each(|table| table.examples.clear());
    assert!(Catalog::for_judging().unwrap() == whole);
}

#[test]
fn a_site_adds_tables_profiles_and_rules_in_any_order() {
    let mut catalog = Catalog::default();
    let (b, a) = (rule("b-rule", "acme"), rule("a-rule", "acme"));
    let site = [
        ("site/b-rule.toml", b.as_str()),
        ("site/a-rule.toml", a.as_str()),
        ("site/tables/acme.toml", TABLE),
        ("site\\profiles\\acme.toml", PROFILE),
    ];
    catalog.add_site(files(&site)).unwrap();
    assert_eq!(catalog.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["a-rule", "b-rule"]);
    assert_eq!((catalog.tables.len(), catalog.profile("acme").unwrap().title.as_str()), (1, "Acme"));
    assert_eq!(catalog.rule("b-rule").unwrap().file, "site/b-rule.toml");
    catalog.add_site(files(&[("more/0-rule.toml", &rule("0-rule", "acme"))])).unwrap();
    assert_eq!(catalog.rules.last().unwrap().id, "0-rule");
}

#[test]
fn names_that_are_taken_are_faults_and_nothing_is_added() {
    let mut catalog = Catalog::default();
    let mine = rule("a-rule", "acme");
    catalog
        .add_site(files(&[
            ("one/a-rule.toml", &mine),
            ("one/tables/acme.toml", TABLE),
            ("one/profiles/acme.toml", PROFILE),
        ]))
        .unwrap();
    let before = catalog.clone();
    let other = rule("b-rule", "acme");
    let twice = [("two/a-rule.toml", mine.as_str()), ("two/b-rule.toml", &other), ("three/b-rule.toml", &other)];
    let faults = catalog.add_site(files(&twice)).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            "two/a-rule.toml:1:7 rule `a-rule` is already in `one/a-rule.toml`",
            "three/b-rule.toml:1:7 rule `b-rule` is already in `two/b-rule.toml`",
        ]
    );
    let faults =
        catalog.add_site(files(&[("two/tables/x.toml", TABLE), ("two/profiles/x.toml", PROFILE)])).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            "two/tables/x.toml:1:1 table `acme show` is already in `one/tables/acme.toml`",
            "two/profiles/x.toml:1:1 profile `acme` is already in `one/profiles/acme.toml`",
        ]
    );
    assert_eq!(catalog, before);
}

#[test]
fn faults_of_all_files_come_together() {
    let mut catalog = Catalog::default();
    let bad = [
        ("x/a-rule.toml", rule("a-rule", "acmy")),
        ("x/b-rule.toml", rule("c-rule", "acme")),
        ("x/tables/acme.toml", TABLE.to_owned()),
    ];
    let faults = catalog.add_site(bad.map(|(path, text)| (path.to_owned(), text)).to_vec()).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            "x/a-rule.toml:7:9 unknown entity `acmy`",
            "x/b-rule.toml:1:7 rule `c-rule` stands in a file called `b-rule.toml`",
        ]
    );
}

#[test]
fn rules_are_not_measured_by_a_faulty_table() {
    let mut catalog = Catalog::default();
    let bad = [("x/a-rule.toml", rule("a-rule", "acme")), ("x/tables/acme.toml", TABLE.replace("about", "abuot"))];
    let faults = catalog.add_site(bad.map(|(path, text)| (path.to_owned(), text)).to_vec()).unwrap_err();
    assert_eq!(told(&faults), ["x/tables/acme.toml:4:1 unknown key `abuot`"]);
}
