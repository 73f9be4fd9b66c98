// Fetches a part of the program and starts it. Becomes a piece of the app's script, beside which the parts lie.
async function fetchPart(file, integrity) {
  const url = new URL(file, import.meta.url);
  const reply = await fetch(url, { integrity });
  if (!reply.ok) throw new Error(`${url}: the server answered ${reply.status}`);
  return reply;
}

// Some static hosts send WebAssembly under another type, which the streaming compiler refuses.
async function instantiatePart(coming, imports) {
  const reply = await coming;
  return reply.headers.get("content-type") === "application/wasm"
    ? WebAssembly.instantiateStreaming(reply, imports)
    : WebAssembly.instantiate(await reply.arrayBuffer(), imports);
}
