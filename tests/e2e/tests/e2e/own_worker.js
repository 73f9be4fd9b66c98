// Has the vault's own worker try every way out of a worker when it is told to. Goes before the script of the frame, behind
// in_worker.js.
globalThis.ways = Object.keys(IN_WORKER).length;
const ahead = `
const WAYS = { ${Object.entries(IN_WORKER).map(([name, source]) => `${JSON.stringify(name)}: (base, postMessage) => { ${source} }`)} };
addEventListener("message", (event) => {
  const { base, port } = event.data ?? {};
  if (!port) return;
  event.stopImmediatePropagation();
  for (const [name, go] of Object.entries(WAYS)) {
    const tell = (told) => port.postMessage([name, String(told)]);
    // The frame takes a worker that throws for one that is broken.
    try { go(base + "/" + name, tell); } catch (error) { tell(error); }
  }
});
`;
globalThis.Blob = class extends Blob {
  constructor(parts, options) {
    super(options?.type === "text/javascript" ? [ahead, ...parts] : parts, options);
  }
};
globalThis.Worker = class extends Worker {
  constructor(url) {
    super(url);
    globalThis.own = this;
  }
};
