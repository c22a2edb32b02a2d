// On which nodes of its cluster a thing stands that a finding is about: what names its node, the rows of the answers, else the words of the
// finding itself.

// Columns that name nodes: of a LIF away from home there are two, of a FlexGroup there is a list.
const NODES = ["node", "home-node", "curr-node", "nodes"];

// What a subject calls the columns by which rows of answers name the same thing.
const COLUMNS = { lif: ["lif"], device: ["device-id", "serial-number", "alias-mapping"], changer: ["device-id"], volume: ["volume"] };

// The rows that name a node, as objects.
function placed({ columns = [], rows = [] }) {
  if (!columns.some((name) => NODES.includes(name))) return [];
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

// The words of a text that may be names.
function namesIn(text) {
  return text.split(/[^\w.-]+/).map((word) => word.replace(/\.+$/, ""));
}

// Of one target: what gives the nodes of an outcome.
export function nodesOf(target) {
  const byName = new Map();
  const known = new Set(target.outcomes.map((one) => one.subject.node).filter((name) => name !== undefined));
  const own = new Set(Object.values(COLUMNS).flat());
  [...target.answers, ...(target.further_answers ?? [])].flatMap(placed).forEach((row) => {
    const nodes = NODES.flatMap((name) => row[name]).filter((name) => typeof name === "string" && name !== "" && name !== "-");
    nodes.forEach((name) => known.add(name));
    Object.entries(row).filter(([name]) => own.has(name)).forEach(([name, value]) => {
      const key = `${name} ${value}`;
      byName.set(key, [...(byName.get(key) ?? []), { vserver: row.vserver, nodes }]);
    });
  });
  const shown = ([name, value], vserver) => (COLUMNS[name] ?? []).flatMap((column) => byName.get(`${column} ${value}`) ?? [])
    .filter((row) => vserver === undefined || row.vserver === undefined || row.vserver === vserver).flatMap(({ nodes }) => nodes);
  return ({ subject, message, evidence }) => {
    if (subject.node !== undefined) return [subject.node];
    const found = Object.entries(subject).flatMap((pair) => shown(pair, subject.vserver));
    if (found.length > 0) return [...new Set(found)];
    const words = new Set([message, ...evidence.map((mark) => mark.row ?? mark.text)].flatMap(namesIn));
    return [...known].filter((name) => words.has(name));
  };
}
