import { mount } from 'svelte';
import App from './App.svelte';
import type { Route } from './route';
import { texts } from './text/texts';

/** Shows the screen that the address means. */
export function start(route: Route): void {
  document.documentElement.lang = texts.language;
  const target = document.createElement('div');
  target.id = 'app';
  document.body.append(target);
  mount(App, { target, props: { route } });
}
