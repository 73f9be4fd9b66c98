// Every way out of a worker, as its source: there is an address `base`, and `postMessage` tells what became of it.
const IN_WORKER = {
  "worker-fetch": "fetch(base).then(() => postMessage('answer'), (error) => postMessage(String(error)));",
  "worker-xhr": "const x = new XMLHttpRequest(); x.onload = () => postMessage('answer'); x.onerror = () => postMessage('error'); x.open('GET', base); x.send();",
  "worker-websocket": "const w = new WebSocket(base.replace(/^http/, 'ws')); w.onopen = () => postMessage('open'); w.onerror = () => postMessage('error');",
  "worker-eventsource": "const s = new EventSource(base); s.onopen = () => postMessage('open'); s.onerror = () => { s.close(); postMessage('error'); };",
  "worker-import": "import(base).then(() => postMessage('answer'), (error) => postMessage(String(error)));",
  "worker-importscripts": "try { importScripts(base); postMessage('answer'); } catch (error) { postMessage(String(error)); }",
  "worker-worker": "try { const w = new Worker(base); w.onerror = () => postMessage('error'); w.onmessage = () => postMessage('answer'); } catch (error) { postMessage(String(error)); }",
  "worker-worker-fetch":
    "const inner = URL.createObjectURL(new Blob([`fetch(${JSON.stringify(base)}).then(() => postMessage('answer'), (error) => postMessage(String(error)))`]));" +
    "try { const w = new Worker(inner); w.onmessage = (event) => postMessage(event.data); w.onerror = () => postMessage('error'); } catch (error) { postMessage(String(error)); }",
  "worker-rtc": "postMessage(typeof RTCPeerConnection);",
  "worker-cache": "caches.open('x').then((c) => c.add(base)).then(() => postMessage('answer'), (error) => postMessage(String(error)));",
};
