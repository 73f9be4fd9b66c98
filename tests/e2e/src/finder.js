// Finds what a person or a screen reader finds: elements by role and accessible name (WAI-ARIA, "Accessible Name and
// Description Computation", as far as the pages need it). Arguments: role, name (null for any), whether the name may be
// part of a longer one. Gives the visible elements, in the page's order.
const [role, wanted, partly] = arguments;
const TEXT = 'input:not([type]), input[type="text"], input[type="url"], input[type="password"], textarea';
const SELECTORS = {
  button: "button, [role=button]",
  link: "a[href]",
  heading: "h1, h2, h3, h4",
  textbox: TEXT,
  searchbox: 'input[type="search"]',
  combobox: "select",
  checkbox: 'input[type="checkbox"]',
  radio: 'input[type="radio"]',
  radiogroup: "[role=radiogroup]",
  file: 'input[type="file"]',
  dialog: "dialog[open]",
  alert: "[role=alert]",
  status: "[role=status]",
  table: "table",
  row: "tbody tr",
  columnheader: "thead th",
  region: "section[aria-label], section[aria-labelledby]",
  navigation: "nav",
  image: "[role=img]",
  group: "summary",
};

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.hidden || node.getAttribute("aria-hidden") === "true") return "";
  if (node.matches("select, input, textarea, script, style")) return "";
  const label = node.getAttribute("aria-label");
  if (label) return label;
  const block = /^(block|flex|grid|list-item|table-cell)/.test(getComputedStyle(node).display);
  const text = [...node.childNodes].map(textOf).join("");
  return block ? ` ${text} ` : text;
}

function nameOf(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => textOf(document.getElementById(id) ?? document.createTextNode(""))).join(" ");
  const label = element.getAttribute("aria-label");
  if (label) return label;
  if (element.labels?.length) return [...element.labels].map(textOf).join(" ");
  const own = textOf(element);
  if (own.trim()) return own;
  return element.title || element.placeholder || "";
}

const tidy = (text) => text.replace(/\s+/g, " ").trim();
// What is behind a modal dialog is there for nobody. The one that may come over another is the later one in the document.
const modal = [...document.querySelectorAll("dialog:modal")].at(-1);
// A file field may be out of sight behind its label, but not in a part that is hidden as a whole.
const behindLabel = (element) => element.matches('[type="file"]') && !element.parentElement.closest("[hidden]");
const offered = (element) =>
  (element.checkVisibility({ visibilityProperty: true }) || behindLabel(element)) && (!modal || modal.contains(element));
const fits = (element) => {
  if (wanted === null) return true;
  const name = tidy(nameOf(element));
  return partly ? name.includes(wanted) : name === wanted;
};
return [...document.querySelectorAll(SELECTORS[role])].filter((element) => offered(element) && fits(element));
