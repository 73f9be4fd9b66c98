// Ways to have a text run as a program in the page, and to turn the page's addresses and forms elsewhere. Goes after
// attempts.js. What runs says so in `ran`. `window` is the page's where the driver's scripts have globals of their own, and so
// are its `eval` and `Function`.
window.ran = new Set();
const say = (name) => `globalThis.ran.add("${name}")`;
const script = (text) => Object.assign(document.createElement("script"), { text });
const put = (element) => (document.body.append(element), element);
const link = (href) => put(Object.assign(document.createElement("a"), { href, textContent: "x" }));
const settled = () => new Promise((next) => setTimeout(next, 500));

const PROGRAMS = {
  "inline-script": (name) => void put(script(say(name))),
  "inline-script-by-text": (name) => {
    const it = document.createElement("script");
    it.append(say(name));
    put(it);
  },
  "inline-module": (name) => void put(Object.assign(script(say(name)), { type: "module" })),
  "data-script": (name) => void put(Object.assign(document.createElement("script"), { src: `data:text/javascript,${say(name)}` })),
  "blob-script": (name) => {
    const src = URL.createObjectURL(new Blob([say(name)], { type: "text/javascript" }));
    put(Object.assign(document.createElement("script"), { src }));
  },
  "blob-import": (name) => import(URL.createObjectURL(new Blob([say(name)], { type: "text/javascript" }))).then(() => undefined),
  eval: (name) => void (0, window.eval)(say(name)),
  "new-function": (name) => new window.Function(say(name))(),
  "timer-text": (name) => void setTimeout(say(name)),
  "inner-html": (name) => void (put(document.createElement("div")).innerHTML = `<img src="data:," onerror='${say(name)}'>`),
  "outer-html": (name) => void (put(document.createElement("div")).outerHTML = `<img src="data:," onerror='${say(name)}'>`),
  "insert-html": (name) => document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror='${say(name)}'>`),
  fragment: (name) => void put(document.createRange().createContextualFragment(`<script>${say(name)}</script>`)),
  "document-write": (name) => put(document.createElement("iframe")).contentDocument.write(`<script>parent.${say(name).slice(11)}</script>`),
  handler: (name) => {
    const it = put(document.createElement("button"));
    it.setAttribute("onclick", say(name));
    it.click();
  },
  "javascript-link": (name) => link(`javascript:${say(name)}`).click(),
  "javascript-location": (name) => void (location.href = `javascript:void ${say(name)}`),
  srcdoc: (name) => void put(Object.assign(document.createElement("iframe"), { srcdoc: `<script>parent.${say(name).slice(11)}</script>` })),
  "a-policy": (name) => {
    // With a policy of one's own every text passes.
    const own = trustedTypes.createPolicy("anybody", { createHTML: (text) => text });
    put(document.createElement("div")).innerHTML = own.createHTML(`<img src="data:," onerror='${say(name)}'>`);
  },
  "the-same-policy": (name) => {
    const own = trustedTypes.createPolicy("keyhaven", { createHTML: (text) => text });
    put(document.createElement("div")).innerHTML = own.createHTML(`<img src="data:," onerror='${say(name)}'>`);
  },
};

const TURNS = {
  base: (url) => {
    const it = document.createElement("base");
    it.href = url;
    document.head.append(it);
    const found = put(Object.assign(document.createElement("a"), { href: "x" })).href;
    it.remove();
    return found;
  },
  "frame-moved": async (url) => {
    const it = put(document.createElement("iframe"));
    it.contentWindow.location = url;
    await settled();
  },
  "form-into-frame": async (url) => {
    put(Object.assign(document.createElement("iframe"), { name: "place" }));
    const it = put(Object.assign(document.createElement("form"), { action: url, method: "post", target: "place" }));
    it.submit();
    await settled();
  },
  "own-import": () => import(`${location.origin}/locked/own-import`).then(() => undefined),
};

const programs = Object.entries(PROGRAMS).map(([name, go]) => [
  name,
  async () => {
    await go(name);
    await settled();
  },
]);
const ran = () => settled().then(settled).then(() => [...window.ran].sort().join());
// Not at once: while the driver's own command runs, the browser lets it do what the page may not.
setTimeout(() => attemptAll({ ...Object.fromEntries(programs), ...TURNS, ran }));
