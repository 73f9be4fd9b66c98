// Ten minutes without a person: they may have left the machine to whoever comes by.

/**
 * @param {{mayLose: () => boolean, spared: () => void, over: () => void}} owner
 *   `mayLose` says whether a key would be lost, `spared` is told that it is kept for another minute although the time may be
 *   over, and `over` that it is over
 */
function makeIdle({ mayLose, spared, over }) {
  // The browser's own clock, which nobody sets, stands still while most machines sleep; then the clock on the wall is ahead of
  // it afterwards. So it is when that is set, and which of both it was cannot be known: a key that was never saved is kept for
  // another minute, and that is said.
  const IDLE = 10 * 60 * 1000;
  const MINUTE = 60 * 1000;
  const clocks = () => ({ steady: performance.now(), wall: Date.now() });
  let last = clocks();
  let idle = 0;
  for (const sign of ["pointerdown", "keydown", "input", "change", "drop"]) {
    addEventListener(sign, touch, { capture: true });
  }
  setInterval(tick, 1000);

  // What passed before does not count any more, not even what no tick has counted yet.
  function touch() {
    last = clocks();
    idle = 0;
  }

  function tick() {
    const now = clocks();
    const passed = now.steady - last.steady;
    const leap = Math.max(0, now.wall - last.wall - passed);
    last = now;
    idle += passed + leap;
    if (mayLose() && leap > MINUTE && idle > IDLE - MINUTE) {
      idle = IDLE - MINUTE;
      spared();
    }
    if (idle > IDLE) over();
  }

  return { touch };
}
