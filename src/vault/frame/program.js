// The vault's program: the one worker of this frame, and whether it is still there.

/**
 * @param {{hear: (data: object) => void, stopped: () => void}} owner
 *   `hear` is told what the program says, `stopped` that it has ended or comes to no end: then nothing more is heard of it
 */
function makeProgram({ hear, stopped }) {
  let worker;

  // The frame's policy takes nothing for the address of a worker but what passes here: this one address. Nor for markup.
  let workerUrl;
  const addresses = {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError("no other worker is started in this frame");
      return url;
    },
  };
  const policy = globalThis.trustedTypes?.createPolicy("keyhaven", addresses) ?? addresses;

  // WORKER_SOURCE is set at build time: wasm-bindgen's glue and worker.js.
  function start(wasm) {
    workerUrl = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
    worker = new Worker(policy.createScriptURL(workerUrl));
    URL.revokeObjectURL(workerUrl);
    workerUrl = undefined;
    worker.onmessage = ({ data }) => {
      silent = 0;
      if (data.pong) heard = data.pong;
      else if (data.stopped) stopped();
      else hear(data);
    };
    worker.onerror = stopped;
    worker.postMessage({ wasm }, [wasm]);
    beating = setInterval(beat, BEAT);
  }

  // A worker that is gone, or never comes to an end, says nothing. So it is asked now and then; it answers after what it was
  // given before. Silence is counted and no clock is asked: neither a machine that slept nor a clock that was set adds to it.
  const BEAT = 1_000;
  const SILENT = 15; // as many beats without a sign, and an idle worker counts as gone
  const SILENT_AT_WORK = 180; // the longest that a key file may ask for is a minute on a slow machine
  let beating;
  let [pinged, heard, silent] = [0, 0, 0];
  let burdened = 1; // the ping whose answer ends its work: it begins with loading the program

  const ping = () => worker.postMessage({ ping: ++pinged });

  function beat() {
    silent = heard === pinged ? 0 : silent + 1;
    if (silent >= (heard < burdened ? SILENT_AT_WORK : SILENT)) return stopped();
    ping();
  }

  // Asked right behind its work, it answers as soon as that is done.
  function work(parcel, moved = []) {
    worker.postMessage(parcel, moved);
    ping();
    burdened = pinged;
  }

  // With its whole memory.
  function end() {
    clearInterval(beating);
    worker.terminate();
  }

  return { start, work, save: () => worker.postMessage({ save: true }), end };
}
