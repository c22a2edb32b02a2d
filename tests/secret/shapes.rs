//! The shapes: made of options, labels, quotation marks, pages, notations and remarks. Each has a secret of its own, which
//! tells in any output whose it is.

/// A text with a secret in it.
pub(crate) struct Shape {
    pub(crate) text: String,
    number: usize,
}

impl Shape {
    /// The two parts of the secret: neither may come out.
    pub(crate) fn halves(&self) -> [String; 2] {
        halves(self.number)
    }
}

fn halves(number: usize) -> [String; 2] {
    [format!("wR{number:03}en7"), format!("Li{number:03}t42q")]
}

/// Options of ONTAP and of other programs, behind which a secret stands.
const OPTIONS: [&str; 16] = [
    "-password",
    "-passw",
    "-passwd",
    "-pass",
    "-pw",
    "-passphrase",
    "-outbound-password",
    "-inbound-passphrase",
    "-ndmp-password",
    "-shared-secret",
    "-client-secret",
    "-community-name",
    "-secret-key",
    "-Password",
    "--password",
    "--passphrase",
];

/// How a value stands behind its option; `%` is a secret in one word, `@ @` one in two.
const VALUES: [&str; 6] = [" %", " \"%\"", " '%'", " \"@ @\"", " '@ @'", "=%"];

/// Commands in which the option stands.
const COMMANDS: [&str; 3] = [
    "cl::> security login password -username bkp OPTION -vserver vs1",
    "cl::> vserver cifs create OPTION",
    "$ connect --to filer OPTION; echo done",
];

/// Labels of ONTAP's and of people.
const LABELS: [&str; 12] = [
    "Password",
    "NDMP Password",
    "New password",
    "Passwd",
    "Passphrase",
    "Shared Secret",
    "Community Name",
    "Secret Key",
    "Passwort",
    "Kennwort",
    "Mot de passe",
    "Contraseña",
];

/// What is done to a label and its value by those who hand them over.
const DRESSES: [&str; 12] = [
    "LABEL: %",
    "   LABEL: %   ",
    "LABEL : %",
    "LABEL = %",
    "**LABEL:** %",
    "> LABEL: %",
    "| LABEL | % |",
    "- LABEL: `%`",
    "LABEL: \"@ @\"",
    "<tr><td>LABEL</td><td>%</td></tr>",
    "<b>LABEL:</b>&nbsp;%<br>",
    "LABEL:\u{a0}%",
];

/// What `generate-password` prints, in the forms in which it reaches us.
const GENERATED: [&str; 34] = [
    "Password: %",
    "\u{1b}[1mPassword:\u{1b}[0m %",
    "\u{1b}[0m\u{1b}[KPassword: \u{1b}[32m%\u{1b}[0m",
    "\u{1b}[?2004hPassword: %\u{1b}[K",
    "\u{1b}]0;title\u{7}Password: %",
    "Pass\u{ad}word: %",
    "Password:\u{200b} %",
    "Password:\u{a0}%",
    "Password\u{a0}: %",
    "\u{a0}\u{a0}Password:\u{202f}%",
    "Password:\u{3000}%",
    "Password:\t%",
    "Password\u{ff1a} %",
    "Password: % # new since Monday",
    "Password: % // of the backup team",
    "Password: %  <-- put it into the vault",
    "Password: % (please keep it)",
    "Password: %, valid from now on",
    "Password: % -- new",
    "Password: % please keep",
    "Password:\n%",
    "Password:\n\n   %",
    "Password:\u{1b}[K\n\u{1b}[32m%\u{1b}[0m",
    "> Password:\n> %",
    "**Password:**\n\n`%`",
    "Password: %    User: bkp    Vserver: vs1",
    "<p>Password:<br>%</p>",
    "<td>Password:</td> <td><code>%</code></td>",
    "<pre>Password: %</pre>",
    "<span class=\"l\">Password:</span> <b>%</b>",
    "Password&#58; %",
    "Password:&#160;%&nbsp;",
    "Password: *%*",
    "Password: __%__",
];

/// Notations of programs, and what people write.
const NOTED: [&str; 52] = [
    "{\"user\": \"bkp\", \"password\": \"%\"}",
    "  \"password\": \"%\",",
    "  \"password\" : \"@ @\",",
    "{\"ndmpPassword\":\"%\"}",
    "{'password': '%'}",
    "{\"stdout\": \"Vserver: vs1\\n   User: bkp\\nPassword: %\\n\"}",
    "\"stdout_lines\": [\"   User: bkp\", \"Password: %\", \"\"]",
    "msg: \"{\\\"password\\\": \\\"%\\\"}\"",
    "\"out\": \"\\u001b[1mPassword:\\u001b[0m %\"",
    "\"out\": \"Password:\\u00a0%\\r\\n\"",
    "ndmp_password: %",
    "password: '%'",
    "password: \"%\"  # of the backup team",
    "password = \"%\"",
    "PASSWORD=%",
    "export NDMP_PASSWORD=\"%\"",
    "set PASSWORD=%",
    "$password = \"%\"",
    "$pw = ConvertTo-SecureString \"%\" -AsPlainText -Force",
    "New-Cred -Password (ConvertTo-SecureString -String '%' -AsPlainText)",
    "<password>%</password>",
    "<ndmp-password>%</ndmp-password>",
    "<user name=\"bkp\" password=\"%\"/>",
    "<input type=\"password\" name=\"p\" value=\"%\">",
    "vserver,user,password\nvs1,bkp,%",
    "vserver;user;NDMP password\nvs1;bkp;%",
    "| Vserver | User | Password |\n|---|---|---|\n| vs1 | bkp | % |",
    "Vserver    User    Password\n---------- ------- ----------------\nvs1        bkp     %",
    "https://admin:%@192.0.2.1/api/cluster",
    "ftp://bkp:%@filer.example.com",
    "http://bkp:@@@@192.0.2.9:8080/",
    "system node autosupport modify -node * -proxy-url http://bkp:%@proxy.example.com:3128",
    "curl -k -u admin:% https://192.0.2.1/api/cluster",
    "curl --user 'admin:%' https://192.0.2.1/api",
    "wget --password=% https://192.0.2.1/",
    "sshpass -p % ssh admin@192.0.2.1",
    "sshpass -p'%' ssh admin@192.0.2.1",
    "SSHPASS=% sshpass -e ssh admin@192.0.2.1",
    "plink -pw % admin@192.0.2.1",
    "smbclient //filer/share -U bkp%%",
    "Authorization: Basic %",
    "curl -H \"Authorization: Bearer %\" https://192.0.2.1/",
    "X-API-Key: %",
    "token: %",
    "the NDMP password is %",
    "The password for bkp is \"@ @\".",
    "Das Passwort lautet %",
    "user bkp, password %",
    "user bkp with password %",
    "pw: %",
    "Login: bkp / Pwd: %",
    "(admin@192.0.2.1) Password: %",
];

/// All shapes.
pub(crate) fn shapes() -> Vec<Shape> {
    let mut texts: Vec<String> = Vec::new();
    for (at, option) in OPTIONS.iter().enumerate() {
        for value in VALUES.iter().skip(at % 2).step_by(2) {
            texts.push(COMMANDS[at % COMMANDS.len()].replace("OPTION", &format!("{option}{value}")));
        }
    }
    // Torn by the edge of a terminal of 80 columns, and at the end of a line.
    texts.push("cl::> security login create -user-or-group-name bkp_galashiel -password @\n@ -role backup".to_owned());
    texts.push("cl::> security login password -username bkp -password\n% -vserver vs1".to_owned());
    texts.push("cl::> vserver cifs create -password \"@ @".to_owned());
    for (at, label) in LABELS.iter().enumerate() {
        let dresses = DRESSES.iter().skip(at % 3).step_by(if at == 0 { 1 } else { 3 });
        texts.extend(dresses.map(|dress| dress.replace("LABEL", label)));
    }
    let question =
        "cl::> vserver services ndmp generate-password -vserver vs1 -user bkp\n\n  Vserver: vs1\n     User: bkp\n";
    texts.extend(GENERATED.map(|generated| format!("{question} {generated}")));
    texts.extend(NOTED.map(str::to_owned));
    texts.iter().enumerate().map(|(number, text)| Shape { text: filled(text, number), number }).collect()
}

fn filled(text: &str, number: usize) -> String {
    let [first, second] = halves(number);
    let secret = format!("{first}{second}");
    // Where a sign of percent stands before the secret.
    let mut text = text.replace("%%", "\0").replace('%', &secret).replace('\0', &format!("%{secret}"));
    // Of three and more the middle ones stand for themselves.
    if text.contains("@@@@") {
        return text.replace("@@@@", &format!("{first}@{second}@"));
    }
    if let Some(at) = text.find("@ @").or_else(|| text.find("@\n@")) {
        text.replace_range(at + 2..at + 3, &second);
        text.replace_range(at..at + 1, &first);
    }
    text
}
