// Keeps one version of Keyhaven in the browser, and serves it until the person says that another is to be used.
//
// Which version: the one whose `build` (one SHA-256 over the list of its files, see build.json) is kept as `current`. A newer
// one is fetched beside it, each file checked against that list, and waits as `found`. Nothing here decides to use it.
//
// Only the app's pages and the files of the build are ever answered from here. Every other request, of whatever cloud and of
// config.json, goes its way as if there were no such script: it is not looked at and not kept.
"use strict";

const SCOPE = self.registration.scope;
// The caches are those of the whole origin, where other programs may have theirs.
const CACHES = `keyhaven ${SCOPE} `;
const PAGE = "index.html";
const MANIFEST = "build.json";
// The first part of each path of the app; src/routes.rs has the paths.
const ROUTES = ["", "about", "identify", "key-pairs", "servers", "sign-in"];
// A file whose name has its hash.
const HASHED = /^[A-Za-z0-9._-]+-[0-9a-f]{16}\.[a-z0-9]+$/;
const PLAIN = /^[A-Za-z0-9._-]+$/;
const SHA256 = /^[0-9a-f]{64}$/;
// What a host says with a file that has a meaning for the page; nothing else it says is kept.
const HEADERS = [
  "content-type", "content-security-policy", "x-content-type-options", "referrer-policy",
  "cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy",
];

/** What the host offers is not what its own list says. */
class Mismatch extends Error {}

// ---- what is kept

const versionOf = (build) => caches.open(CACHES + build);

async function state() {
  const kept = await (await caches.open(CACHES)).match(SCOPE);
  return kept ? kept.json() : { current: null, found: null };
}

async function setState(next) {
  await (await caches.open(CACHES)).put(SCOPE, new Response(JSON.stringify(next)));
}

// ---- fetching a version

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The manifest is asked for each time. Its list must be one: plain names, hashes, the page among them, and the build's own hash.
async function readManifest() {
  const reply = await fetch(SCOPE + MANIFEST, { cache: "no-cache" }).catch(() => {
    throw new Error("the host does not answer");
  });
  if (!reply.ok) throw new Error(`${MANIFEST}: the host answered ${reply.status}`);
  const text = await reply.text();
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new Error(`${MANIFEST} of the host is no JSON`);
  }
  const files = Object.entries(manifest.files ?? {}).map(([name, { sha256 }]) => ({ name, sha256 }));
  const sound = files.every(({ name, sha256 }) => PLAIN.test(name) && SHA256.test(sha256));
  if (!sound || !files.some(({ name }) => name === PAGE)) throw new Mismatch(`${MANIFEST} lists no site`);
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).sort(byName).join("");
  const build = await sha256(new TextEncoder().encode(lines));
  if (build !== manifest.build) throw new Mismatch(`${MANIFEST} does not fit its own list of files`);
  return { build, files, text };
}

function byName(one, other) {
  const [a, b] = [one.slice(66), other.slice(66)];
  return a < b ? -1 : Number(a > b);
}

// One file, checked. The page is asked for by the site's own address: some hosts send on from index.html to it.
async function fetchChecked({ name, sha256: listed }) {
  const url = name === PAGE ? SCOPE : SCOPE + name;
  const reply = await fetch(url, { cache: HASHED.test(name) ? "default" : "no-cache" });
  if (!reply.ok) throw new Mismatch(`${name} is listed, and the host answered ${reply.status}`);
  const bytes = await reply.arrayBuffer();
  const found = await sha256(bytes);
  if (found !== listed) throw new Mismatch(`${name} has the SHA-256 ${found}, and ${listed} is listed`);
  const headers = new Headers();
  for (const header of HEADERS) {
    if (reply.headers.has(header)) headers.set(header, reply.headers.get(header));
  }
  return new Response(bytes, { headers });
}

async function download({ build, files, text }) {
  const version = await versionOf(build);
  await Promise.all(
    files.map(async (file) => {
      const url = SCOPE + file.name;
      if (!(await version.match(url))) await version.put(url, await fetchChecked(file));
    }),
  );
  const type = { "content-type": "application/json" };
  await version.put(SCOPE + MANIFEST, new Response(text, { headers: type }));
}

// All versions go but these: the one in use, and the one that waits.
async function tidy(...builds) {
  const keep = [CACHES, ...builds.map((build) => CACHES + build)];
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHES) && !keep.includes(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

// Looks whether the host has another version. The first one ever is taken as it is: it is the one that the page came from.
async function look() {
  const { current, found } = await state();
  const manifest = await readManifest();
  const { build } = manifest;
  if (build === current) {
    await setState({ current, found: null });
  } else if (build !== found) {
    try {
      await download(manifest);
    } catch (problem) {
      await caches.delete(CACHES + build);
      throw problem;
    }
    await tidy(current, build);
    await setState(current ? { current, found: build } : { current: build, found: null });
  }
}

let looking = null;

// ---- what the page asks for, and hears

const ASKED = {
  async state() {},
  async look() {
    looking ??= look().finally(() => (looking = null));
    await looking;
  },
  // The person has said that this one is to be used. The old one stays until the next is fetched: other tabs still run it.
  async use({ build }) {
    if ((await state()).found !== build) throw new Error("this version is not here");
    await setState({ current: build, found: null });
  },
};

async function answer(event) {
  const [port] = event.ports;
  let problem = null;
  try {
    await ASKED[event.data.ask](event.data);
  } catch (error) {
    problem = { text: error.message, mismatch: error instanceof Mismatch };
  }
  port.postMessage({ ...(await state()), problem });
}

self.addEventListener("message", (event) => event.waitUntil(answer(event)));

// ---- answering

/** The file that answers a request; null when it is none of ours. */
function fileFor(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || !(url.origin + url.pathname).startsWith(SCOPE)) return null;
  const path = (url.origin + url.pathname).slice(SCOPE.length);
  if (request.mode === "navigate") {
    return path === PAGE || ROUTES.includes(path.split("/")[0]) ? PAGE : null;
  }
  return path === PAGE || path === MANIFEST || HASHED.test(path) ? path : null;
}

async function respond(name, request) {
  const { current } = await state();
  if (!current) return fetch(request);
  const url = SCOPE + name;
  const kept = await (await versionOf(current)).match(url);
  if (kept) return kept;
  // Browsers drop what a site keeps as a whole. Where one has not, the page itself tells which bytes it takes.
  // A tab that still runs the version before this one: a name with a hash is the same file in every version.
  return (HASHED.test(name) && (await caches.match(url))) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const name = fileFor(event.request);
  if (name !== null) event.respondWith(respond(name, event.request));
});

// This script is called after its content and is registered by the page of a version in use, so it need not wait for tabs to close.
self.addEventListener("install", () => self.skipWaiting());
