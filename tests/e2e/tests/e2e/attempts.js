// Tries things and tells what became of each. Goes before a script that has attempts of its own. Arguments: an address under
// which each attempt adds its own name, and where to tell. Nothing is expected to throw out of `attempt`.
const [base, done] = arguments;
const LIMIT = 3000;
const outcome = {};

function attempt(name, go) {
  const settled = new Promise((resolve) => {
    setTimeout(() => resolve("no answer"), LIMIT);
    try {
      const url = `${base}/${name}`;
      Promise.resolve(go(url, resolve)).then(
        (value) => value !== undefined && resolve(String(value)),
        (error) => resolve(String(error)),
      );
    } catch (error) {
      resolve(String(error));
    }
  });
  return settled.then((text) => (outcome[name] = text));
}

// An element that fetches something, in the page until it has, or has failed to.
function element(tag, attributes, parent = document.body) {
  return (url, resolve) => {
    const made = document.createElement(tag);
    made.onload = () => resolve("load");
    made.onerror = () => resolve("error");
    for (const [key, value] of Object.entries(attributes(url))) made.setAttribute(key, value);
    parent.append(made);
  };
}

const attemptAll = (all) => Promise.all(Object.entries(all).map(([name, go]) => attempt(name, go))).then(() => done(outcome));
