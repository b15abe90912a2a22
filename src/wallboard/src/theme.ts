export type ThemeChoice = 'auto' | 'dark' | 'light';

const light = matchMedia('(prefers-color-scheme: light)');
const choices: readonly ThemeChoice[] = ['auto', 'dark', 'light'];

/** What the board asks for where the address is silent. */
let usual: ThemeChoice = 'auto';

/** The theme that the address asks for; the given one when it asks for none. */
export function themeOfAddress(otherwise: ThemeChoice = usual): ThemeChoice {
  const asked = new URLSearchParams(location.search).get('theme') as ThemeChoice;
  return choices.includes(asked) ? asked : otherwise;
}

/** Shows the theme and keeps it in the address, where a signage player can be told it too. */
export function chooseTheme(choice: ThemeChoice): void {
  const address = new URL(location.href);
  if (choice === usual) address.searchParams.delete('theme');
  else address.searchParams.set('theme', choice);
  history.replaceState(null, '', address);
  applyTheme();
}

export function nextTheme(choice: ThemeChoice): ThemeChoice {
  return choices[(choices.indexOf(choice) + 1) % choices.length]!;
}

/** Sets the theme on the page: the one of the address, or the board's, or else the system's. */
export function applyTheme(ofBoard: ThemeChoice = usual): void {
  usual = ofBoard;
  const choice = themeOfAddress();
  document.documentElement.dataset.theme = choice === 'auto' ? (light.matches ? 'light' : 'dark') : choice;
}

/** Goes on showing what the system asks for, when that changes. */
export function followSystem(): void {
  light.addEventListener('change', () => applyTheme());
}
