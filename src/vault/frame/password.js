// The administrator's password of a server: the worker opens it with the key file that a person puts in; this script
// shows it, in this frame alone.

/**
 * @param {{ask: (request: object, bytes?: {[name: string]: Uint8Array}) => void, copy: (text: string) => Promise<void>, resize: () => void}} tools
 *   `ask` sends a request to the worker, with bytes beside it that are moved, not copied
 */
function makePassword({ ask, copy, resize }) {
  const $ = (id) => document.getElementById(id);
  const encoder = new TextEncoder();

  function say(text) {
    $("password-said").textContent = text;
    resize();
  }

  function clear() {
    for (const id of ["password-text", "password-passphrase", "password-key"]) $(id).value = "";
    $("password-open").hidden = true;
    hide();
  }

  function hide() {
    $("password-text").type = "password";
    $("password-show").textContent = "Show";
    $("password-show").setAttribute("aria-pressed", "false");
  }

  function read(bytes) {
    clear();
    $("password-unlock").hidden = true;
    say("");
    ask("password", { bytes });
  }

  function unlock(event) {
    event.preventDefault();
    const field = $("password-passphrase");
    if (!field.value) {
      field.focus();
      return say("Type the passphrase first.");
    }
    say("Unlocking…");
    ask("password", { passphrase: encoder.encode(field.value) });
    field.value = "";
  }

  function notOpened({ locked, text }) {
    clear();
    $("password-unlock").hidden = !locked;
    say(text);
    if (locked) $("password-passphrase").focus();
  }

  function opened(bytes) {
    $("password-text").value = new TextDecoder().decode(bytes);
    bytes.fill(0);
    $("password-unlock").hidden = true;
    $("password-open").hidden = false;
    say("");
    $("password-copy").focus();
  }

  $("password-file").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (file) read(await beginningOf(file));
    target.value = "";
  });
  $("password-text-form").querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    const bytes = encoder.encode($("password-key").value);
    if (bytes.length) read(bytes);
  });
  $("password-paste").addEventListener("toggle", resize);
  $("password-unlock").querySelector("button").addEventListener("click", unlock);
  $("password-show").addEventListener("click", () => {
    if ($("password-text").type === "text") return hide();
    $("password-text").type = "text";
    $("password-show").textContent = "Hide";
    $("password-show").setAttribute("aria-pressed", "true");
  });
  $("password-copy").addEventListener("click", async () => {
    try {
      await copy($("password-text").value);
      $("password-copied").textContent = "Copied. Other programs can read the clipboard until something else is in it.";
    } catch {
      $("password-copied").textContent = "The browser did not allow copying. Show the password and select it.";
    }
    resize();
  });
  addEventListener("drop", async (event) => {
    const [file] = event.dataTransfer.files;
    if (!$("password-part").hidden && file) read(await beginningOf(file));
  });

  return { opened, notOpened };
}
