//! Secrets in single lines, and evidence that is none.

use super::*;

fn masked_of(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    let found = secrets.iter().flat_map(|secret| occurrences(&text, secret)).chain(find(&text));
    let found = united(found.collect());
    overwrite(&mut text, found);
    text
}

#[test]
fn secrets_are_masked_inside_of_words_and_where_they_overlap() {
    assert_eq!(masked_of("op:wren-7x,", &["wren-7x"]), "op:*******,");
    assert_eq!(masked_of("mywren-7xs wren-7 wren-7x", &["wren-7x"]), "my*******s wren-7 *******");
    assert_eq!(masked_of("a wren-7x-linnet b", &["wren-7x", "7x-linnet"]), "a ************** b");
    assert_eq!(masked_of("wrenwrens", &["wrens", "wren"]), "*********");
    assert_eq!(masked_of("xaaaaaax", &["aaaa"]), "x******x");
    assert_eq!(masked_of("größe größen", &["größe"]), "***** *****n");
}

#[test]
fn what_is_held_and_what_looks_like_a_secret_are_masked_together() {
    assert_eq!(masked_of("Password: wren-7x-more\nwren-7x\n", &["wren-7x"]), "Password: ************\n*******\n");
    assert_eq!(masked_of("add -pw wren-7xyz wren\n", &["xyz wr"]), "add -pw ************en\n");
}

#[test]
fn passwords_are_masked_in_every_shape() {
    let word = "wren7xLinnet42q";
    for shape in [
        "Password: {}",
        "   Password: {}\r",
        "NDMP Password: {}",
        "**Password:** {}",
        "> Password: {}",
        "| Password: {} |",
        "2026-11-21 08:00:01 Password: {}",
        "(admin@192.0.2.1) Password: {}",
        "                            Password: {}",
        "Password: \"{}\"",
        "x -password {}",
        "x -password \"{}\" -y z",
        "x -password '{}' -y z",
        "x -passw {} -y",
        "x -passphrase {}",
        "plink -pw {} host",
        "x -outbound-password {}",
        "x -ndmp-password {}",
        "x --password={}",
        "password={}",
        "sshpass -p {} ssh admin@192.0.2.1",
        "curl https://admin:{}@192.0.2.1/api",
        "\"password\": \"{}\",",
        "Passwd: {}",
        "Das NDMP-Passwort: {}",
        "Kennwort: {}",
        "Mot de passe : {}",
        "Contraseña: {}",
        "SSHPASS={} ssh admin@192.0.2.1",
        "Password:\u{a0}{}",
        "Vserver: vs1\n   User: bkp\nPassword:\n{}\n",
        "Vserver: vs1\n   User: bkp\nPassword:\n\n{}\n",
        "Vserver: vs1\n   User: bkp\nPassword: {} (please keep)\n",
        "cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n> Password:\n> {}\n",
        "# cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n# Password:\n#\n# {}\n",
        "- cl1::> vserver services ndmp generate-password -vserver vs1 -user bkp\n- Password:\n- {}\n",
        "  1  cl1::> vserver services ndmp generate-password\n  2  Password:\n  3  {}\n",
        "#Password: {}",
        "    // Password: {}",
        "  4  Password: {}",
    ] {
        let text = shape.replace("{}", word);
        let masked = masked_of(&text, &[]);
        assert_eq!(masked, text.replace(word, &"*".repeat(word.len())), "{shape}");
    }
    assert_eq!(masked_of("x -password \"A B\" -y", &[]), "x -password \"***\" -y");
    assert_eq!(masked_of("Password: \x1b[0mwren7x\x1b[K\r\n", &[]), "Password: \x1b[0m******\x1b[K\r\n");
    assert_eq!(masked_of("Password: true\n", &[]), "Password: ****\n", "a password may be a word");
}

#[test]
fn evidence_is_never_masked() {
    for text in [
        "Allow Clear Text Password: true",
        "                        Allow Clear Text Password: false",
        "> Allow Clear Text Password: false\r",
        "(DEPRECATED)-Allow Clear Text Password: true",
        "Password Hash Function: sha512",
        "Minimum Password Length: 8",
        "Is Password Required: true",
        "Initial Password: -",
        "Vserver Password: enabled",
        "Maximum Password: 12",
        "admin          ssh         password      admin            no     none",
        "vs1|bkp|ssh|password|backup|\nvs1|bkp1|http|password|backup1|\n",
        "vs1,bkp,ssh,password,backup1,\nvs1,bkp1,http,password,backup1,\n",
        "| bkp | ssh | password | backup_role1 |",
        "password|~07~|ssh|~07~|backup_user1|~07~|vs1|~07~|\ncommunity|~07~|snmp|~07~|public1x|~07~|vs1|~07~|\n",
        "password|ssh|backup_user1|",
        "vs1:bkp:ssh:password:backup_role1:\nvs1:bkp:snmp:community:readonly1:",
        "Authentication Method: password\nRole Name: backup1\n",
        "nobody can get an NDMP password: `admin` and `bkp` are locked",
        "Password: the one that the team has, and nobody else",
        "security login create -user-or-group-name bkp -application ssh -authentication-method password -role backup",
        "security login create -second-authentication-method password",
        "[-password <text>] - Password",
        "(admin@192.0.2.1) Password: ",
        "(admin@192.0.2.1) Password: \x1b[K",
        "Password:\r\n",
        "Password: <hidden>",
        "Password: (hidden)",
        "Password: ^C",
        "cl1::> generate-password\nUser: bkp\nAllow Clear Text Password:\n  true\n",
        "Password: \x1b[?25h\x07\r\n\r\nLast login time: 11/21/2026 08:00:01\r\n",
        "(admin@192.0.2.1) Password:\n\nLast login time: 11/21/2026 08:00:01\n",
        "ssh -l admin 192.0.2.1",
        "0.0.0.0/0, ::/0",
        "pass: 59",
        "Pass: 59  Fail: 1",
        "pass=59 fail=1 unknown=0",
        "| Pass | 59 |",
        "Pass: ok",
        "Secret: none",
        "shared-key: false",
        "pw: none",
        "community: -",
        "Private Key: installed",
        "ssh private key: ~/.ssh/id_ed25519",
        "$ pwd -> /home/joe",
        "API key: expired",
        "At the \"Password:\" prompt press Enter.",
        "It asks 'Password:' and then logs in.",
        "When it says \"Password:\", type yours.",
    ] {
        assert_eq!(masked_of(text, &[]), text);
    }
}

#[test]
fn a_secret_behind_a_short_or_quoted_label_is_masked() {
    for (text, expected) in [
        ("pass: 5912\n", "pass: ****\n"),
        ("pw: 591\n", "pw: ***\n"),
        ("pw: /wren4711\n", "pw: *********\n"),
        ("pass: /wren/4711\n", "pass: **********\n"),
        ("Password: installed\n", "Password: *********\n"),
        ("secret: falsetto\n", "secret: ********\n"),
        ("Password: none\n", "Password: ****\n"),
        ("behind \"Password:\" Wren4711x is typed", "behind \"Password:\" ********* is typed"),
        ("behind \"Password:\" wren", "behind \"Password:\" ****"),
        ("at \"Password:\", type Wren4711x there", "at \"Password:\", type ********* there"),
        ("at \"Password:\" Enter, then pw: Wren4711x", "at \"Password:\" Enter, then pw: *********"),
        ("it's password: 'Wren 4711' today", "it's password: '*********' today"),
    ] {
        assert_eq!(masked_of(text, &[]), expected);
    }
}

#[test]
fn what_is_held_is_masked_and_too_short_a_secret_is_not_held() {
    hold(" chaffinch-of-secret-rs\n", false);
    hold("\u{2603}\u{2604}\u{2605}", false);
    let text = "say chaffinch-of-secret-rs \u{2603}\u{2604}\u{2605}!";
    assert_eq!(masked(text.to_owned()), format!("say {} \u{2603}\u{2604}\u{2605}!", "*".repeat(22)));
    hold("bunting-of-secret-rs", true);
    let word = "say bunting-of-secret-rs";
    assert_eq!(masked(word.to_owned()), format!("say {}", "*".repeat(20)));
    assert_eq!(masked_evidence(word.to_owned()), word, "evidence may not vanish behind a password");
    let mut text = text.to_owned();
    assert!(mask(&mut text).is_empty(), "a bundle reads the same to everybody");
}
