export type ThemeChoice = 'auto' | 'dark' | 'light';

const light = matchMedia('(prefers-color-scheme: light)');
const choices: readonly ThemeChoice[] = ['auto', 'dark', 'light'];

export function themeOfAddress(): ThemeChoice {
  const asked = new URLSearchParams(location.search).get('theme') as ThemeChoice;
  return choices.includes(asked) ? asked : 'auto';
}

/** Shows the theme and keeps it in the address, where a signage player can be told it too. */
export function chooseTheme(choice: ThemeChoice): void {
  const address = new URL(location.href);
  if (choice === 'auto') address.searchParams.delete('theme');
  else address.searchParams.set('theme', choice);
  history.replaceState(null, '', address);
  applyTheme();
}

export function nextTheme(choice: ThemeChoice): ThemeChoice {
  return choices[(choices.indexOf(choice) + 1) % choices.length]!;
}

/** Sets the theme on the page: the one of the address, or else the system's. */
export function applyTheme(): void {
  const choice = themeOfAddress();
  document.documentElement.dataset.theme = choice === 'auto' ? (light.matches ? 'light' : 'dark') : choice;
}

light.addEventListener('change', applyTheme);
