// Starts Keyhaven: reads config.json, narrows the page's policy to the clouds named there, and only then starts the app.
// What goes wrong is said on the page, with what to do about it.
import { offline } from "./offline.mjs";
import { connectPolicy, framePolicy, narrowed, workerPolicy } from "./policy.mjs";
import { serviceWorkerScript } from "./trusted.mjs";
export * from "./trusted.mjs";

const { base, js, wasm, sw } = document.getElementById("boot").dataset;

// The text is handed to the app as it is: its own reader says what is wrong inside, and where.
async function readConfig() {
  let text;
  try {
    // The operator edits this file on the host: always ask whether it changed.
    const reply = await fetch(`${base}config.json`, { cache: "no-cache" });
    if (!reply.ok) return { text: null, parsed: null, error: `the server answered ${reply.status}` };
    text = await reply.text();
  } catch {
    return { text: null, parsed: null, error: "the server did not answer" };
  }
  try {
    return { text, parsed: JSON.parse(text), error: null };
  } catch {
    return { text, parsed: null, error: null };
  }
}

async function compile() {
  const reply = await fetch(wasm);
  if (!reply.ok) throw new Error(`${wasm}: the server answered ${reply.status}`);
  // Some static hosts send WebAssembly under another type, which the streaming compiler refuses.
  return reply.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(reply)
    : WebAssembly.compile(await reply.arrayBuffer());
}

function narrowPolicy({ text, parsed, error }) {
  const { policy, refused } = connectPolicy(parsed, location.href);
  const first = document.querySelector("meta[http-equiv=Content-Security-Policy]");
  const meta = first.cloneNode();
  const directives = [policy, workerPolicy(sw, location.href), framePolicy(navigator)];
  meta.content = narrowed(first.content, directives, [import.meta.url, js], location.href);
  document.head.append(meta);
  globalThis.keyhavenConfig = Object.freeze({ text, error, refused: Object.freeze(refused) });
}

function fail(what, advice, detail) {
  const status = document.getElementById("boot-status");
  if (!status) return;
  const paragraphs = [what, advice, detail].filter(Boolean).map((text) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return paragraph;
  });
  status.setAttribute("role", "alert");
  status.replaceChildren(status.querySelector("h1"), ...paragraphs);
}

async function start() {
  // A host that sends `frame-ancestors` has said so before; not every host can.
  if (globalThis.top !== globalThis) {
    return fail("Keyhaven does not run inside another page, which could lay its own over it.", "Open this address in a tab of its own.");
  }
  if (typeof WebAssembly !== "object") {
    fail(
      "This browser has WebAssembly switched off, and Keyhaven cannot make keys without it.",
      "Some browsers switch it off in a strict protection mode (“Lockdown Mode” on Apple devices, “Enhanced security” in Edge): make an exception for this site, then reload the page.",
    );
    return;
  }
  const [config, program] = await Promise.allSettled([readConfig(), compile()]);
  if (program.status === "rejected") {
    fail("Keyhaven could not be downloaded.", "Check the connection, then reload the page.", String(program.reason));
    return;
  }
  narrowPolicy(config.value);
  let app;
  try {
    app = await import(js);
  } catch (problem) {
    fail("Keyhaven could not be downloaded.", "Check the connection, then reload the page.", String(problem));
    return;
  }
  try {
    // Known before the app runs, which asks for it.
    const keepVersion = offline(base, serviceWorkerScript);
    await app.default({ module_or_path: program.value });
    document.getElementById("boot-status")?.remove();
    (globalThis.requestIdleCallback ?? setTimeout)(keepVersion);
  } catch (problem) {
    fail("Keyhaven stopped while starting.", "Reload the page. If it happens again, please report it.", String(problem));
  }
}

start();
