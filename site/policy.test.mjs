// node --test site/policy.test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { connectPolicy, framePolicy, narrowed, source, workerPolicy } from "./policy.mjs";

const PAGE = "https://keys.example/sub/key-pairs";
const only = (config) => connectPolicy({ other_clouds: false, ...config }, PAGE).policy;

test("a configured cloud's origins are allowed, and nothing else", () => {
  const clouds = [
    {
      auth_url: "https://identity.cloud.example:5000/v3",
      endpoints: { compute: "/compute/v2.1", image: "https://image.cloud.example/v2" },
      origins: ["https://*.cloud.example", "https://compute.cloud.example:8774"],
    },
  ];
  assert.equal(
    only({ clouds }),
    "connect-src 'self' https://identity.cloud.example:5000 https://image.cloud.example https://*.cloud.example https://compute.cloud.example:8774",
  );
});

test("a path of the site's own host is 'self'", () => {
  assert.equal(only({ clouds: [{ auth_url: "/identity/v3" }] }), "connect-src 'self'");
});

test("other clouds need every https host, and this machine's", () => {
  const { policy } = connectPolicy({ clouds: [] }, PAGE);
  assert.equal(policy, "connect-src 'self' https: http://127.0.0.1:* http://localhost:*");
});

test("without a configuration the page is as free as with other clouds", () => {
  for (const config of [null, undefined, "text", 7, [], { clouds: "none" }, { clouds: [null, 3] }]) {
    assert.match(connectPolicy(config, PAGE).policy, /^connect-src 'self' https: /);
  }
});

test("no entry can add a directive or a source of another kind", () => {
  const hostile = [
    "https://a.example; script-src *",
    "https://a;sandbox",
    "https://a,default-src",
    "https://*.com;script-src",
    "https://*",
    "https://*.com",
    "https://*.*.example",
    "https://a'unsafe-inline'.example",
    "https://*.a.example/ script-src",
    "https://*.a.example\n; script-src *",
    "*",
    "https:",
    "data:text/plain,x",
    "blob:https://a.example/1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ws://a.example",
    "http://[::1]:5000",
    "",
    null,
    7,
    {},
    ["https://*"],
  ];
  for (const entry of hostile) {
    const cloud = { auth_url: "https://good.example", origins: [entry], endpoints: { compute: entry } };
    const { policy } = connectPolicy({ clouds: [cloud], other_clouds: false }, PAGE);
    for (const word of policy.split(" ").slice(1)) {
      assert.match(word, /^('self'|https?:\/\/[a-z0-9.-]+(:\d+)?)$/, `${JSON.stringify(entry)} gave ${policy}`);
    }
  }
});

test("entries that cannot stand in a policy are told", () => {
  const { refused } = connectPolicy({ clouds: [{ auth_url: "https://a;b", origins: ["https://*.com"] }] }, PAGE);
  assert.deepEqual(refused, ["https://a;b", "https://*.com"]);
});

test("an address is cut down to its origin, without name and password", () => {
  assert.equal(source("https://user:word@a.example:443/v3?x#y", PAGE), "https://a.example");
  assert.equal(source("HTTPS://A.Example", PAGE), "https://a.example");
  assert.equal(source("https://bücher.example", PAGE), "https://xn--bcher-kva.example");
});

test("the one script that may be a service worker is named in full", () => {
  assert.equal(workerPolicy("/sub/sw-1.js", PAGE), "worker-src blob: https://keys.example/sub/sw-1.js");
  assert.equal(workerPolicy("/sw-1.js", "http://[::1]:8080/about"), "worker-src blob: 'self'");
});

test("only a browser that saves a frame's files without going to them is told that its frame goes nowhere", () => {
  assert.equal(framePolicy({ userAgentData: {} }), "frame-src 'none'");
  assert.equal(framePolicy({}), "frame-src blob:");
});

test("the policy is narrowed to the clouds and to the files that are named, and is otherwise the same", () => {
  const first = "default-src 'none'; connect-src 'self' http: https:; script-src 'self' 'wasm-unsafe-eval' 'sha256-x'; style-src 'self'";
  assert.equal(
    narrowed(first, ["connect-src 'self' https://cloud.example"], ["https://keys.example/sub/boot-1.js", "/sub/app-2.js"], PAGE),
    "default-src 'none'; connect-src 'self' https://cloud.example; " +
      "script-src https://keys.example/sub/boot-1.js https://keys.example/sub/app-2.js 'wasm-unsafe-eval' 'sha256-x'; style-src 'self'",
  );
});

test("a site whose address no policy can name still starts: its scripts are those of its own origin", () => {
  const page = "https://[2001:db8::1]/key-pairs";
  const scripts = ["https://[2001:db8::1]/boot-1.js", "/app-2.js"];
  assert.equal(narrowed("script-src 'self' 'wasm-unsafe-eval'", [], scripts, page), "script-src 'self' 'wasm-unsafe-eval'");
});
