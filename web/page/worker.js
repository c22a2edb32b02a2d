
// The worker: it holds the program, and does one thing after another. What it says of a fault ends it.

let held;
let lastFault = "";

// Called by the program.
self.faulted = (text) => { lastFault = text; };

async function unpacked(packed) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function warm(text) {
  const desk = new wasm_bindgen.Desk();
  desk.check(JSON.stringify({ today: "2026-11-22", paste: text }));
  desk.shown();
  desk.free();
}

const doings = {
  async start(packed) {
    wasm_bindgen.initSync({ module: await unpacked(packed) });
    held = new wasm_bindgen.Desk();
    const about = JSON.parse(held.about());
    // The first check is the slowest, for the browser makes its code as it goes: that is done while nothing is pasted yet.
    setTimeout(() => { last = last.then(() => warm(about.demo)).catch(() => {}); });
    return about;
  },
  put: (path, bytes) => held.put(path, bytes),
  putFolder: (path) => held.putFolder(path),
  remove: (path) => held.remove(path),
  check(order) {
    const told = JSON.parse(held.check(order));
    return { told, shown: held.shown() };
  },
  report: (format) => held.report(format),
  text: (source) => held.text(source),
  masked: (text) => held.masked(text),
  commands: (order, how) => held.commands(order, how),
};

let last = Promise.resolve();

self.onmessage = ({ data: { id, doing, given } }) => {
  last = last.then(async () => {
    try {
      self.postMessage({ id, value: await doings[doing](...given) });
    } catch (error) {
      self.postMessage({ id, fault: lastFault || String(error) });
    }
  });
};
