import { mount } from 'svelte';
import App from './App.svelte';
import './font/font.css';
import './style.css';
import './controls.css';
import { texts } from './text/texts';
import { applyTheme } from './theme';

document.documentElement.lang = texts.language;
applyTheme();

const target = document.createElement('div');
target.id = 'app';
document.body.append(target);
mount(App, { target });
