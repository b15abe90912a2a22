/** What a board needs only after its score is on the screen: a part of the page's code of its own (loadLater). */
export { default as Trend } from '../trend/Trend.svelte';
export { default as Details } from './device/Details.svelte';
export { default as FirstResponse } from './FirstResponse.svelte';
export { default as LastComments } from './LastComments.svelte';
export { default as TileSection } from './tile/TileSection.svelte';
export { ScoreConnection } from '../connection/ScoreConnection';
