// Every way out of the page or frame that this runs in. Goes after attempts.js and in_worker.js.
const socket = (kind) => (url, resolve) => {
  const it = new kind(kind === WebSocket ? url.replace(/^http/, "ws") : url);
  it.onopen = () => resolve("open");
  it.onerror = () => (it.close(), resolve("error"));
};

const worker = (source) => (url, resolve) => {
  const blob = URL.createObjectURL(new Blob([`const base = ${JSON.stringify(url)};${source}`], { type: "text/javascript" }));
  const it = new Worker(blob);
  it.onmessage = ({ data }) => resolve(data);
  it.onerror = (event) => resolve(`worker failed: ${event.message}`);
};

const OUT = {
  fetch: (url) => fetch(url, { mode: "no-cors" }).then(() => "answer"),
  "fetch-post": (url) => fetch(url, { method: "POST", mode: "no-cors", body: "x" }).then(() => "answer"),
  "fetch-keepalive": (url) => fetch(url, { mode: "no-cors", keepalive: true }).then(() => "answer"),
  xhr: (url, resolve) => {
    const it = new XMLHttpRequest();
    it.onload = () => resolve("answer");
    it.onerror = () => resolve("error");
    it.open("GET", url);
    it.send();
  },
  websocket: socket(WebSocket),
  eventsource: socket(EventSource),
  beacon: (url) => navigator.sendBeacon(url, "x"),
  webtransport: (url) => new WebTransport(url.replace(/^http:/, "https:")).ready.then(() => "answer"),
  import: (url) => import(url).then(() => "answer"),
  image: element("img", (src) => ({ src })),
  "image-set": element("img", (src) => ({ srcset: `${src} 1x` })),
  picture: (url, resolve) => {
    const it = new Image();
    it.onload = it.onerror = () => resolve("settled");
    it.src = url;
  },
  script: element("script", (src) => ({ src })),
  module: element("script", (src) => ({ src, type: "module" })),
  stylesheet: element("link", (href) => ({ rel: "stylesheet", href })),
  prefetch: element("link", (href) => ({ rel: "prefetch", href }), document.head),
  preload: element("link", (href) => ({ rel: "preload", as: "fetch", href }), document.head),
  modulepreload: element("link", (href) => ({ rel: "modulepreload", href }), document.head),
  icon: element("link", (href) => ({ rel: "icon", href }), document.head),
  manifest: element("link", (href) => ({ rel: "manifest", href }), document.head),
  prerender: element("link", (href) => ({ rel: "prerender", href }), document.head),
  "speculation-rules": (url) => {
    const it = document.createElement("script");
    it.type = "speculationrules";
    it.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url] }] });
    document.head.append(it);
    return "put in";
  },
  frame: element("iframe", (src) => ({ src })),
  object: element("object", (data) => ({ data })),
  embed: element("embed", (src) => ({ src })),
  audio: element("audio", (src) => ({ src, preload: "auto" })),
  video: element("video", (src) => ({ src, preload: "auto" })),
  poster: element("video", (poster) => ({ poster })),
  track: (url, resolve) => {
    element("video", () => ({}))(url, resolve);
    const track = document.createElement("track");
    track.onload = track.onerror = () => resolve("settled");
    track.src = url;
    track.default = true;
    document.querySelector("video:last-of-type").append(track);
    track.track.mode = "showing";
  },
  "svg-image": (url) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const tag of ["image", "use"]) {
      const it = document.createElementNS("http://www.w3.org/2000/svg", tag);
      it.setAttribute("href", `${url}#x`);
      svg.append(it);
    }
    document.body.append(svg);
    return "put in";
  },
  css: (url) => {
    document.body.style.backgroundImage = `url("${url}")`;
    document.body.style.cursor = `url("${url}"), auto`;
    return "set";
  },
  font: (url) => new FontFace("exit", `url("${url}")`).load().then(() => "answer"),
  "constructed-style": async (url) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`html { background-image: url("${url}"); }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return "set";
  },
  worklet: (url) => new AudioContext().audioWorklet.addModule(url).then(() => "answer"),
  worker: (url, resolve) => {
    const it = new Worker(url);
    it.onmessage = () => resolve("answer");
    it.onerror = () => resolve("error");
  },
  "shared-worker": (url, resolve) => {
    const it = new SharedWorker(url);
    it.onerror = () => resolve("error");
  },
  "service-worker": (url) => navigator.serviceWorker.register(url).then(() => "answer"),
  cache: (url) => caches.open("x").then((cache) => cache.add(url)).then(() => "answer"),
  rtc: () => typeof globalThis.RTCPeerConnection,
  "rtc-webkit": () => typeof globalThis.webkitRTCPeerConnection,
  "rtc-in-frame": () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    return typeof frame.contentWindow.RTCPeerConnection;
  },
  "rtc-in-srcdoc": (url, resolve) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = "<script>parent.postMessage('rtc ' + typeof RTCPeerConnection, '*')</script>";
    frame.onload = () => setTimeout(() => resolve("script did not run"), 500);
    addEventListener("message", ({ data }) => String(data).startsWith("rtc ") && resolve(data.slice(4)));
    document.body.append(frame);
  },
};
for (const [name, source] of Object.entries(IN_WORKER)) OUT[name] = worker(source);

attemptAll(OUT);
