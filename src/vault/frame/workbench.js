// The vault's workbench: key files that a person puts in are told apart, unlocked, converted and compared. The worker
// reads them and says what to show; this script shows it. Every text is set as text, never as markup.

// More than any key file holds, and enough to tell what something else is.
async function beginningOf(file) {
  return new Uint8Array(await file.slice(0, 1024 * 1024 + 1).arrayBuffer());
}

/**
 * @param {{ask: (request: object, bytes?: {[name: string]: Uint8Array}) => void, copy: (text: string) => Promise<void>, resize: () => void}} tools
 *   `ask` sends a request to the worker, with bytes beside it that are moved, not copied
 */
function makeWorkbench({ ask, copy, resize }) {
  const $ = (id) => document.getElementById(id);
  const encoder = new TextEncoder();
  const results = new Map(); // the number of a file, to its item on the page
  let next = 1;

  async function add(file) {
    read(file.name, await beginningOf(file));
  }

  function read(name, bytes) {
    const id = next++;
    const item = $("result").content.firstElementChild.cloneNode(true);
    // Labels belong to their fields by id, so each item has ids of its own.
    for (const element of item.querySelectorAll("[id], [for]")) {
      if (element.id) element.id += id;
      if (element.htmlFor) element.htmlFor += id;
    }
    part(item, "name").textContent = name;
    results.set(id, item);
    $("results").prepend(item);
    wire(id, item);
    ask({ read: { id, name } }, { bytes });
    resize();
  }

  // The sandbox lets no form be submitted, so there is no event of it. Enter in a field presses the form's button.
  function whenSent(form, act) {
    form.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      act();
    });
  }

  const part = (item, name) => item.querySelector(`[data-part="${name}"]`);

  function wire(id, item) {
    whenSent(part(item, "unlock"), () => {
      const field = part(item, "unlock-passphrase");
      if (!field.value) {
        part(item, "error").textContent = "Type the passphrase first.";
        field.focus();
        return resize();
      }
      part(item, "error").textContent = "Unlocking…";
      ask({ unlock: { id } }, { passphrase: encoder.encode(field.value) });
      field.value = "";
    });
    whenSent(part(item, "convert"), () => convert(id, item));
    part(item, "format").addEventListener("change", () => showChoices(item));
    part(item, "save-public").addEventListener("click", () => ask({ public: { id, format: part(item, "public-format").value } }));
    part(item, "remove").addEventListener("click", () => {
      ask({ remove: { id } });
      results.delete(id);
      item.remove();
      $("key-file").focus();
      resize();
    });
  }

  // What only one format has is shown with that format alone.
  function showChoices(item) {
    part(item, "openssh").hidden = part(item, "format").value !== "openssh";
    resize();
  }

  function convert(id, item) {
    const passphrase = part(item, "new-passphrase");
    const repeat = part(item, "repeat");
    const said = part(item, "convert-said");
    if (passphrase.value !== repeat.value) {
      said.textContent = "The two passphrases differ. Type the same one twice, or leave both empty.";
      repeat.focus();
      return resize();
    }
    said.textContent = "Writing the file…";
    const format = part(item, "format").value;
    const request = { id, format, comment: part(item, "comment").value };
    if (format === "openssh") {
      request.cipher = part(item, "cipher").value;
      request.rounds = Number(part(item, "rounds").value);
    }
    ask({ convert: request }, { passphrase: encoder.encode(passphrase.value) });
  }

  // ---- what the worker says ---------------------------------------------------------------------------------------

  function report(report) {
    const item = results.get(report.id);
    if (!item) return;
    part(item, "what").textContent = report.what;
    part(item, "error").textContent = report.error ?? "";
    list(part(item, "notes"), report.notes, (note) => textElement("li", note));
    list(part(item, "keys"), report.keys, keyItem);
    list(part(item, "file-facts"), report.facts, fact);
    part(item, "unlock").hidden = !report.locked;
    part(item, "convert").hidden = report.formats.length === 0;
    part(item, "publics").hidden = !report.has_public;
    const format = part(item, "format");
    if (format.options.length !== report.formats.length) {
      list(format, report.formats, ([value, label]) => Object.assign(textElement("option", label), { value }));
      part(item, "comment").value = report.comment;
    }
    showChoices(item);
  }

  function keyItem(key) {
    const item = $("key").content.firstElementChild.cloneNode(true);
    part(item, "label").textContent = key.label;
    const match = part(item, "match");
    match.textContent = key.match?.text ?? "";
    match.className = `badge ${key.match?.found ? "good" : ""}`;
    list(part(item, "facts"), key.facts, fact);
    const art = part(item, "randomart");
    art.textContent = key.randomart;
    art.parentElement.addEventListener("toggle", resize);
    const button = part(item, "copy");
    button.addEventListener("click", async () => {
      try {
        await copy(key.line);
        button.textContent = "Copied";
      } catch {
        button.textContent = "The browser did not allow copying";
      }
    });
    return item;
  }

  function fact([name, value]) {
    const row = document.createElement("div");
    row.append(textElement("dt", name), textElement("dd", value));
    return row;
  }

  function list(parent, entries, element) {
    parent.replaceChildren(...entries.map(element));
    parent.hidden = entries.length === 0;
  }

  function textElement(name, text) {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  }

  function refused({ id, text }) {
    const item = results.get(id);
    if (item) part(item, "convert-said").textContent = text;
    resize();
  }

  function saved(id, name) {
    const item = results.get(id);
    if (!item) return;
    for (const field of ["new-passphrase", "repeat"]) part(item, field).value = "";
    part(item, "convert-said").textContent = `Given to the browser to save as “${name}”.`;
    resize();
  }

  // ---- what a person puts in --------------------------------------------------------------------------------------

  $("key-file").addEventListener("change", async ({ target }) => {
    for (const file of target.files) await add(file);
    target.value = "";
  });
  whenSent($("text-form"), () => {
    const bytes = encoder.encode($("key-text").value);
    $("key-text").value = "";
    if (bytes.length) read("Pasted text", bytes);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    if ($("workbench").hidden) return;
    for (const file of event.dataTransfer.files) await add(file);
  });
  $("text-part").addEventListener("toggle", resize);

  return { report, refused, saved };
}
