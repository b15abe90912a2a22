/** Televisions may cut the picture's edge off; so many hundredths of the screen stay free on each side. */
const usualPercent = 1.6;
const mostPercent = 8;

/** The free margin in hundredths of the screen: `?overscan=5` for a set that cuts off more than most, 0 for a monitor. */
export function overscanOfAddress(): number {
  const asked = new URLSearchParams(location.search).get('overscan');
  const percent = asked === null ? usualPercent : Number(asked);
  return Number.isFinite(percent) ? Math.min(mostPercent, Math.max(0, percent)) : usualPercent;
}
