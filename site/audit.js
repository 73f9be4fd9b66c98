// The rest of the audit's worker, after wasm-bindgen's glue: the first message brings the program's bytes; the program
// then takes over onmessage.
onmessage = async (event) => {
  onmessage = null;
  await wasm_bindgen({ module_or_path: event.data });
};
