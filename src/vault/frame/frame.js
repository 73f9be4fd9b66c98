// The vault's frame: asks for the passphrase, has the worker make the key, saves the file. It has no network: the
// policy in this page and the frame's sandbox see to that. WebRTC is governed by neither, so it goes first.
"use strict";
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (/^(webkit|moz)?RTC/.test(name)) {
    delete globalThis[name];
    Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
  }
}

(() => {
  const $ = (id) => document.getElementById(id);
  const encoder = new TextEncoder();
  let app; // the port to the app
  let making = false;
  let home = "prepare"; // what a failure leads back to: nothing to ask when a private key's public half is wanted
  let holding = false; // whether a person has put anything in here, or had a key made
  let unsaved = false; // whether there is a key that was never saved

  const program = makeProgram({ hear: fromProgram, stopped });

  // What was in the worker is gone with it. The app puts a fresh frame in the place of this one.
  function stopped() {
    forget({ failed: { error: "crashed" } });
  }

  // ---- to and from the app --------------------------------------------------------------------------------------

  // A message is "name" or {"name": {…}}.
  const nameOf = (message) => (typeof message === "string" ? message : Object.keys(message)[0]);
  const tell = (message) => app.postMessage(JSON.stringify(message));
  const fail = (error) => {
    setMaking(false);
    show(home);
    tell({ failed: { error } });
  };

  async function fromApp(text) {
    const request = JSON.parse(text);
    switch (nameOf(request)) {
      case "prepare":
        return show((home = "prepare"));
      case "make":
        return make(request.make.key_type, text);
      case "make-certificate":
        return make("rsa-3072", text);
      case "read-private":
        home = null;
        show("reading");
        return program.work({ request: text });
      case "identify":
        show((home = "workbench"));
        return program.work({ request: text });
      case "open-password":
        show((home = "password-part"));
        return program.work({ request: text });
      case "ping":
        return tell("alive");
      case "forget":
        return forget("forgotten");
      default:
        return fail("bad-message");
    }
  }

  function fromProgram(data) {
    if (data.file) saveFile(data.file, data.name, data.id);
    else if (data.frame) fromWorkbench(JSON.parse(data.frame));
    else if (data.password) password.opened(data.password);
    else forApp(data.app);
  }

  function forApp(text) {
    const name = nameOf(JSON.parse(text));
    if (name === "made" || name === "made-certificate") {
      unsaved = true;
      setMaking(false);
      clearFields();
      show("made");
      $("save").focus();
    } else if (name === "failed") {
      setMaking(false);
      show(home);
    } else if (name === "public-half") {
      show(null);
    }
    app.postMessage(text);
  }

  // ---- forgetting -------------------------------------------------------------------------------------------------

  // Everything goes at once: the worker with its whole memory, and what stands in the page. The app then ends this frame and
  // starts another; where a frame without an origin has a process of its own, that ends as well, with whatever is left in it.
  function forget(why) {
    program.end();
    holding = making = false;
    for (const field of document.querySelectorAll("input, textarea")) field.value = "";
    $("results").replaceChildren();
    show(null);
    tell(why);
  }

  const idle = makeIdle({
    mayLose: () => unsaved || making,
    spared() {
      $("save-hint").textContent = "This machine slept, or its clock was set. The key is not saved: without you it is forgotten in a minute.";
      reportHeight();
    },
    over: () => holding && forget("timed-out"),
  });
  for (const sign of ["input", "change", "drop"]) addEventListener(sign, () => hold(), { capture: true });

  function hold() {
    holding = true;
    idle.touch();
    offerToForget();
  }

  // Before a made key is saved nobody wants it forgotten, and fields can be emptied by hand.
  function offerToForget() {
    const open = ["workbench", "password-part"].some((id) => !$(id).hidden);
    $("held").hidden = !holding || !(open || !$("check").hidden);
    reportHeight();
  }

  // ---- files that a person puts in ----------------------------------------------------------------------------------

  const ask = (request, bytes = {}) => {
    const moved = Object.values(bytes).map((array) => array.buffer);
    program.work({ ask: JSON.stringify(request), ...bytes }, moved);
  };

  function fromWorkbench(answer) {
    const name = nameOf(answer);
    if (name === "report") workbench.report(answer.report);
    else if (name === "refused") workbench.refused(answer.refused);
    else if (name === "checked") checked(answer.checked);
    else if (name === "not-opened") password.notOpened(answer["not-opened"]);
  }

  async function check({ target }) {
    const [file] = target.files;
    if (!file) return;
    $("check-said").textContent = "Comparing…";
    ask("check", { bytes: await beginningOf(file) });
    target.value = "";
  }

  function checked({ good, text }) {
    $("check-said").textContent = text;
    $("check-said").className = good ? "good" : "error";
    if (good) tell("file-checked");
    reportHeight();
  }

  // ---- making -----------------------------------------------------------------------------------------------------

  async function make(keyType, text) {
    if (making) return;
    hold();
    if ($("passphrase").value !== $("repeat").value) {
      $("passphrase-error").textContent = "The two passphrases differ. Type the same one twice, or leave both empty.";
      $("repeat").setAttribute("aria-invalid", "true");
      $("repeat").focus();
      return tell({ failed: { error: "passphrases-differ" } });
    }
    setMaking(true);
    const parcel = { request: text };
    const moved = [];
    try {
      const bits = /^rsa-(\d+)$/.exec(keyType);
      if (bits) {
        parcel.pkcs8 = await inTime(makeRsa(Number(bits[1])));
        moved.push(parcel.pkcs8.buffer);
      }
    } catch {
      return fail("no-rsa");
    }
    if ($("passphrase").value !== "") {
      parcel.passphrase = encoder.encode($("passphrase").value);
      moved.push(parcel.passphrase.buffer);
    }
    program.work(parcel, moved);
  }

  // Nobody waits for the browser for ever. A large key takes a slow machine half a minute.
  const inTime = (work) => Promise.race([work, new Promise((_, late) => setTimeout(late, 180_000))]);

  // SubtleCrypto makes RSA keys many times faster than WebAssembly does, and off this thread; workers of a frame
  // without an origin do not have it in every browser. PKCS#8, DER.
  async function makeRsa(modulusLength) {
    const algorithm = { name: "RSASSA-PKCS1-v1_5", modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
    const pair = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    return new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  }

  // ---- saving -----------------------------------------------------------------------------------------------------

  function saveFile(bytes, name, id) {
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    bytes.fill(0);
    // The browser reads the blob after the click returns, and tells nobody when it has.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    if (id) return workbench.saved(id, name);
    unsaved = false;
    $("save-hint").textContent = `Given to the browser to save as “${name}”. Not there? Save it again.`;
    $("save").classList.add("quiet");
    $("check").hidden = false;
    offerToForget();
    tell({ saved: { file_name: name } });
    reportHeight();
  }

  // ---- the look ---------------------------------------------------------------------------------------------------

  function show(part) {
    for (const id of ["prepare", "making", "made", "reading", "workbench", "password-part"]) $(id).hidden = id !== part;
    offerToForget();
  }

  function setMaking(on) {
    making = on;
    if (on) {
      $("making-text").textContent = $("passphrase").value ? "Making the key and locking its file…" : "Making the key…";
      show("making");
    }
  }

  function clearFields() {
    for (const id of ["passphrase", "repeat"]) {
      $(id).value = "";
      $(id).type = "password";
      $(id).removeAttribute("aria-invalid");
    }
    $("show").checked = false;
    $("passphrase-error").textContent = "";
  }

  let reported = 0;
  function reportHeight() {
    const pixels = Math.ceil(document.body.getBoundingClientRect().height);
    if (app && pixels !== reported) {
      reported = pixels;
      tell({ height: { pixels } });
    }
  }

  const tools = { ask, copy: (text) => navigator.clipboard.writeText(text), resize: () => reportHeight() };
  const workbench = makeWorkbench(tools);
  const password = makePassword(tools);
  $("forget").addEventListener("click", () => forget("forgotten"));
  $("saved-file").addEventListener("change", check);
  $("save").addEventListener("click", () => {
    $("save-hint").textContent = "Handing the file to the browser…";
    program.save();
  });
  $("show").addEventListener("change", () => {
    for (const id of ["passphrase", "repeat"]) $(id).type = $("show").checked ? "text" : "password";
  });
  for (const id of ["passphrase", "repeat"]) {
    $(id).addEventListener("input", () => {
      $("passphrase-error").textContent = "";
      $("repeat").removeAttribute("aria-invalid");
      reportHeight();
    });
  }
  $("prepare").addEventListener("submit", (event) => event.preventDefault());
  $("prepare").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type !== "checkbox") tell("submit");
  });
  new ResizeObserver(reportHeight).observe(document.body);

  // The app's first and only message to the window hands over the port and the worker's program.
  addEventListener("message", function first(event) {
    if (event.source !== parent || !event.data?.wasm || !event.ports[0]) return;
    removeEventListener("message", first);
    app = event.ports[0];
    app.onmessage = ({ data }) => fromApp(data);
    program.start(event.data.wasm);
  });
})();
