// The one way to the places where a browser takes a text for markup or for the address of a program. The page's policy
// says `require-trusted-types-for 'script'`: they refuse whatever has not passed here, whoever asks. What passes is a
// fixed list: the parts of a page that never change, the vault's page, and workers made of the site's own files.

// Leptos hands over the parts of a page that never change as markup. These elements and attributes run nothing, fetch
// nothing, lead nowhere and look like nothing else: who needs another one builds it with something in it that changes.
const ELEMENT =
  "b|button|circle|code|dd|div|dl|dt|em|fieldset|h[1-4]|header|input|label|legend|li|ol|optgroup|option|p|path|pre|rect|section|small|span|strong|summary|svg|table|tbody|td|th|thead|tr|ul";
const ATTRIBUTE =
  "aria-[a-z]+|autocapitalize|autocomplete|class|colspan|c?[xy]|d|disabled|fill|focusable|for|height|hidden|id|label|lang|maxlength|name|placeholder|readonly|required|role|rows|r|rx|scope|selected|spellcheck|stroke|stroke-[a-z]+|tabindex|title|type|value|viewBox|width";
const STILL = new RegExp(`^(?:[^<]|</?(?:${ELEMENT})(?: (?:${ATTRIBUTE})(?:="[^"<>]*")?)*>)*$`);

// Where the site's own files are, and their hashes: what the page said when it was loaded.
const files = { ...globalThis.document?.getElementById("boot").dataset };
// Made of these files: the vault's page, the addresses of workers.
const made = new Set();

const rules = {
  createHTML: (text) => listed(text, STILL.test(text) || made.has(text)),
  createScriptURL: (url) => listed(url, made.has(url)),
};
// The policy's name can be taken once, and is. A browser without Trusted Types is held to the same list by this script.
const policy = globalThis.trustedTypes?.createPolicy("keyhaven", rules) ?? rules;

function listed(text, passes) {
  if (!passes) throw new TypeError(`Not on the list of site/trusted.mjs: ${text.slice(0, 200)}`);
  return text;
}

async function fetched(name) {
  const url = files[name];
  const reply = await fetch(url, { integrity: files[`${name}Hash`] });
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  return reply.text();
}

/**
 * Markup of a part of a page that never changes.
 * @param {string} text elements and attributes that can do nothing
 * @returns {TrustedHTML | string}
 * @throws {TypeError} when there is anything else in it
 */
export function markup(text) {
  return policy.createHTML(text);
}

/**
 * The page of the vault's frame, which has the hash that came with this page.
 * @returns {Promise<TrustedHTML | string>} for `srcdoc`
 */
export async function vaultPage() {
  const text = await fetched("vaultFrame");
  made.add(text);
  return policy.createHTML(text);
}

/**
 * Starts the audit's worker. Its script has the hash that came with this page, and becomes a `blob:`, so that the worker
 * has the page's own policy.
 * @returns {Promise<Worker>}
 */
export async function auditWorker() {
  const url = URL.createObjectURL(new Blob([await fetched("auditJs")], { type: "text/javascript" }));
  made.add(url);
  const worker = new Worker(policy.createScriptURL(url));
  // The worker has been told where its script is.
  made.delete(url);
  URL.revokeObjectURL(url);
  return worker;
}

/**
 * The address of the service worker's script, which was named when the page was loaded.
 * @returns {TrustedScriptURL | string}
 */
export function serviceWorkerScript() {
  made.add(files.sw);
  return policy.createScriptURL(files.sw);
}
