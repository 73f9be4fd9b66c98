// The rest of the worker, after wasm-bindgen's glue: the first message brings the program's bytes (a compiled module
// does not cross into an opaque origin); the program then takes over onmessage.
onmessage = async (event) => {
  onmessage = null;
  try {
    await wasm_bindgen({ module_or_path: event.data.wasm });
  } catch {
    postMessage({ stopped: true });
  }
};
