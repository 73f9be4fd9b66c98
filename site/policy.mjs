// Which addresses the page may talk to, worked out from config.json. Pure: no page, no network.

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
