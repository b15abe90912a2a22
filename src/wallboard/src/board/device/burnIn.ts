/** One step a minute, from where the board stands onto a small circle around it: nobody sees it, and no line stands on the same pixels for an hour. */
const stepMilliseconds = 60_000;
const steps = 16;
const radiusRem = 0.28;

/** Phones have no need of it, and no margin. */
const wall = matchMedia('(min-width: 1000px) and (min-height: 540px)');

/** Moves an element slowly against burn-in. The margin around the board is wider than the circle. Returns what ends it. */
export function shiftSlowly(element: HTMLElement): () => void {
  let step = 0;
  const move = () => {
    if (!wall.matches) {
      element.style.transform = '';
      return;
    }
    const radius = step === 0 ? 0 : radiusRem;
    const angle = (2 * Math.PI * step++) / steps;
    element.style.transform = `translate(${(radius * Math.cos(angle)).toFixed(3)}rem, ${(radius * Math.sin(angle)).toFixed(3)}rem)`;
  };
  const timer = setInterval(move, stepMilliseconds);
  // A window that becomes too small for a wall is put straight at once.
  wall.addEventListener('change', move);
  move();
  return () => {
    clearInterval(timer);
    wall.removeEventListener('change', move);
  };
}
