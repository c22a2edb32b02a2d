// The program in its worker. What is asked of it is answered in the order in which it was asked; a fault of it ends the worker, and
// the next one begins with the same files.

function textOf(id) {
  return document.querySelector(id).textContent;
}

function bytesOf(base64) {
  const signs = atob(base64);
  const bytes = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at += 1) bytes[at] = signs.charCodeAt(at);
  return bytes;
}

export class Program {
  constructor() {
    this.address = URL.createObjectURL(new Blob([textOf("#worker")], { type: "text/javascript" }));
    this.packed = bytesOf(textOf("#program"));
    this.next = 0;
  }

  // Begins anew; gives what the program says of itself.
  start() {
    this.worker?.terminate();
    this.waiting?.forEach(({ failed }) => failed(new Error("the program began anew")));
    this.waiting = new Map();
    this.worker = new Worker(this.address);
    this.worker.onmessage = ({ data: { id, value, fault } }) => {
      const { done, failed } = this.waiting.get(id);
      this.waiting.delete(id);
      if (fault === undefined) done(value); else failed(new Error(fault));
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.waiting.forEach(({ failed }) => failed(new Error(event.message || "the worker of this page could not be started")));
      this.waiting.clear();
    };
    return this.ask("start", this.packed);
  }

  ask(doing, ...given) {
    this.next += 1;
    const id = this.next;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      this.worker.postMessage({ id, doing, given });
    });
  }
}
