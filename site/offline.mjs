// The page's side of sw.js: has the version in use kept, says when the host offers another, and leaves the choice to the person.

// In the browser's storage for the site: there once the person wants everything from the network.
const OFF = "keyhaven-offline-off";
const CACHES = "keyhaven ";

function element(name, text, properties) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(text);
  return made;
}

/** Says something at the foot of the page, with builds to compare and buttons. */
function notice(role, text, builds, buttons) {
  document.getElementById("offline-notice")?.remove();
  const said = element("div", element("p", text), { role });
  const list = document.createElement("dl");
  for (const [name, build] of builds) list.append(element("dt", name), element("dd", build));
  if (builds.length) said.append(list);
  const aside = element("aside", said, { id: "offline-notice", ariaLabel: "Kept version" });
  const dismiss = element("button", buttons.length ? "Not now" : "Dismiss", { type: "button", className: "quiet small" });
  dismiss.onclick = () => aside.remove();
  aside.append(...buttons, dismiss);
  document.body.append(aside);
}

/**
 * What the page can do about the version that is kept; `globalThis.keyhavenOffline` is this, for /about.
 * Each function gives `{can, on, current, found, problem}`: whether the browser can keep a version and is to, the build in use,
 * one that waits, and what went wrong.
 * @param {string} base the path under which the site is served
 * @param {() => TrustedScriptURL | string} script gives the address of the service worker's
 */
export function offline(base, script) {
  const scope = new URL(base, location.href).href;
  const container = navigator.serviceWorker;
  const off = () => {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return true;
    }
  };
  const nothing = () => ({ can: Boolean(container), on: !off(), current: null, found: null, problem: null });

  // Settled when the start has done what it can.
  let settle;
  let failed = null;
  const started = new Promise((resolve) => (settle = resolve));

  // A site above this one in the same host's folders may have one of its own.
  async function registered() {
    const registration = await container?.getRegistration(scope);
    return registration?.scope === scope ? registration : null;
  }

  async function tell(message) {
    if (off() || !(await registered())) return { ...nothing(), problem: failed };
    for (;;) {
      const reply = await ask((await container.ready).active, message);
      if (reply) return { ...nothing(), ...reply };
      await new Promise((next) => setTimeout(next, 100));
    }
  }

  // What the service worker answers; nothing when another takes its place before it has.
  function ask(worker, message) {
    const { port1, port2 } = new MessageChannel();
    const heard = new Promise((resolve) => (port1.onmessage = (event) => resolve(event.data)));
    const replaced = new Promise((resolve) => {
      const look = () => worker.state === "redundant" && resolve(null);
      worker.addEventListener("statechange", look);
      look();
    });
    worker.postMessage(message, [port2]);
    return Promise.race([heard, replaced]);
  }

  async function use(build) {
    const reply = await tell({ ask: "use", build });
    if (!reply.problem) location.reload();
    return reply;
  }

  // Whatever was kept goes, and from the next load on everything comes from the network.
  async function forget() {
    localStorage.setItem(OFF, "");
    await (await registered())?.unregister();
    for (const name of await caches.keys()) {
      if (name.startsWith(`${CACHES}${scope} `)) await caches.delete(name);
    }
    return nothing();
  }

  // The script is called after its content, so another one of the same name is none of ours.
  function watch(registration) {
    registration.addEventListener("updatefound", () => {
      if (registration.installing?.scriptURL !== registration.active?.scriptURL) return;
      notice(
        "alert",
        "The host has put another script in the place of the one that keeps this version in your browser. No release of Keyhaven does that. Make and unlock no keys here, and tell whoever runs this site.",
        [],
        [],
      );
    });
  }

  function offer({ current, found, problem }) {
    if (problem?.mismatch) {
      const use = current ? "It was not installed; the version in use stays." : "It was not kept for use without network.";
      notice(
        "alert",
        `What this site offers does not fit together: ${problem.text}. ${use} This happens while a new version is being put up. If it stays so, tell whoever runs this site.`,
        current ? [["In use", current]] : [],
        [],
      );
    } else if (found) {
      const update = element("button", "Update", { type: "button", className: "primary small", onclick: () => use(found) });
      notice(
        "status",
        "This site offers another version of Keyhaven. The one that you have used so far stays until you say “Update”.",
        [["In use", current], ["Offered", found]],
        [update],
      );
    }
  }

  async function keep() {
    if (!container) return nothing();
    localStorage.removeItem(OFF);
    watch(await container.register(script(), { scope: base }));
    return look();
  }

  async function look() {
    const reply = await tell({ ask: "look" });
    offer(reply);
    return reply;
  }

  /** To be called when the app runs: nothing waits for it. */
  async function start() {
    try {
      if (!off()) await keep();
    } catch ({ message }) {
      // Without it everything is as it was; /about tells.
      failed = { text: message };
    }
    settle();
  }

  async function state() {
    await started;
    return tell({ ask: "state" });
  }

  const text = (does) => async (build) => JSON.stringify(await does(build));
  globalThis.keyhavenOffline = Object.freeze({
    state: text(state),
    look: text(look),
    use: text(use),
    keep: text(keep),
    forget: text(forget),
  });
  return start;
}
