// What the page may do once config.json is read: which addresses it may talk to, which scripts it may still fetch. Pure:
// no page, no network.

// What follows a scheme in a Content-Security-Policy host source. `URL` lets ";" and "," stand in a host name, either
// of which would begin a directive of its own, so what goes into the policy is checked letter by letter.
const HOST = /^https?:\/\/[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?(:\d{1,5})?$/;
const WILDCARD = /^https:\/\/\*(\.[a-z0-9_-]+){2,}(:\d{1,5})?$/;

// Any cloud over https, and the embedded or a tunnelled one on this machine.
const ANY_CLOUD = ["https:", "http://127.0.0.1:*", "http://localhost:*"];

/**
 * The source for one address from config.json.
 * @param {unknown} entry an absolute or page-relative URL, or `https://*.example.org`
 * @param {string} page the page's own URL
 * @returns {string | null} a source such as `https://cloud.example:5000`, `'self'`, or null when it cannot be one
 */
export function source(entry, page) {
  if (typeof entry !== "string") return null;
  if (WILDCARD.test(entry)) return entry;
  let url;
  try {
    url = new URL(entry, page);
  } catch {
    return null;
  }
  if (url.origin === new URL(page).origin) return "'self'";
  return HOST.test(url.origin) ? url.origin : null;
}

/**
 * The `connect-src` directive for a configuration.
 * @param {unknown} config what config.json holds; null when it could not be read
 * @param {string} page the page's own URL
 * @returns {{policy: string, refused: string[]}} the directive, and the entries that cannot stand in one
 */
export function connectPolicy(config, page) {
  const sources = new Set(["'self'"]);
  const refused = [];
  const clouds = Array.isArray(config?.clouds) ? config.clouds : [];
  for (const cloud of clouds) {
    const endpoints = cloud?.endpoints && typeof cloud.endpoints === "object" ? Object.values(cloud.endpoints) : [];
    const origins = Array.isArray(cloud?.origins) ? cloud.origins : [];
    for (const entry of [cloud?.auth_url, ...endpoints, ...origins]) {
      const found = source(entry, page);
      if (found) sources.add(found);
      else refused.push(String(entry));
    }
  }
  if (config?.other_clouds !== false) for (const any of ANY_CLOUD) sources.add(any);
  return { policy: `connect-src ${[...sources].join(" ")}`, refused };
}

/** The source for one file of the site: its whole address, or where no policy can name that (IPv6, in brackets) its origin. */
function file(url, page) {
  const { origin, pathname } = new URL(url, page);
  return HOST.test(origin) ? origin + pathname : "'self'";
}

/**
 * The `worker-src` directive: workers from `blob:`, and the service worker's script, which is the only file that may be one.
 * @param {string} script the script's path
 * @param {string} page the page's own URL
 * @returns {string} the directive
 */
export function workerPolicy(script, page) {
  return `worker-src blob: ${file(script, page)}`;
}

/**
 * The `frame-src` directive. To Firefox and WebKit a file that the vault's frame gives to be saved is a page that the frame goes
 * to; a browser that tells its brands, as Chromium does, needs no leave for it.
 * @param {Navigator} navigator the browser
 * @returns {string} the directive
 */
export function framePolicy({ userAgentData }) {
  return `frame-src ${userAgentData ? "'none'" : "blob:"}`;
}

/**
 * The policy for the rest of the page's life: the one that it came with, but for some directives. It is whole, because what no
 * directive is about (prefetching) is allowed by a policy without `default-src`.
 * @param {string} first the policy that the page came with
 * @param {string[]} directives what stands in place of those of the same names
 * @param {string[]} scripts the scripts that it may still fetch, absolute or relative to the page: not whatever lies on the
 *   site's own origin, which may have other things on it, unless no policy can name that origin
 * @param {string} page the page's own URL
 * @returns {string} the policy
 */
export function narrowed(first, directives, scripts, page) {
  const files = [...new Set(scripts.map((url) => file(url, page)))].join(" ");
  const narrower = new Map(directives.map((directive) => [directive.split(" ", 1)[0], directive]));
  return first
    .split("; ")
    .map((directive) => narrower.get(directive.split(" ", 1)[0]) ?? directive.replace(/^script-src 'self'/, `script-src ${files}`))
    .join("; ");
}
