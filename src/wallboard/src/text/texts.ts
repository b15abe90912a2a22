import type { WindowName } from '../generated/windows';
import windowTexts from './windowTexts.json';

/** What a window is called, and where there is little room. */
interface WindowText {
  readonly title: string;
  readonly short: string;
}

/**
 * Every text of the screens. A translation is a second object of this shape; `language` is the language that words around a
 * number are formed in, while the digits themselves follow the viewer's own locale.
 */
export const texts = {
  language: 'en',
  product: 'NpsRealtime',
  nps: 'Net Promoter Score',
  noAnswersYet: 'No answers yet',
  noAnswersInWindow: 'No answers in this window',
  interval: '95 % interval',
  intervalFromTo: (low: string, high: string) => `${low} to ${high}`,
  intervalAria: (nps: string, low: string, high: string) => `Score ${nps}. With 95 % confidence between ${low} and ${high}.`,
  promoters: 'Promoters',
  passives: 'Passives',
  detractors: 'Detractors',
  promoterScores: '9–10',
  passiveScores: '7–8',
  detractorScores: '0–6',
  distributionAria: (promoters: string, passives: string, detractors: string, scores: string) =>
    `${promoters} promoters, ${passives} passives, ${detractors} detractors. ${scores}.`,
  timesScore: (count: string, score: string) => `${count} × ${score}`,
  target: (score: string) => `Target ${score}`,
  realRise: 'Real change',
  realFall: 'Real change',
  withinNoise: 'Within noise',
  asUsual: 'As usual',
  nothingToCompare: 'Not enough to compare with',
  comparedWith: (what: string, responses: string) => `${what}, ${responses}`,
  sameWeekdays: (number: string, weekday: string) => `${number} ${weekday}s`,
  earlierDays: (number: string) => `the same hours of ${number} days`,
  earlierWeeks: (number: string) => `${number} earlier periods`,
  againstBaseline: (difference: string, baseline: string) => `${difference} against ${baseline}`,
  baselines: {
    before: 'the same time before',
    usual: 'what is usual now',
    yesterday: 'yesterday',
  } as Readonly<Record<string, string>>,
  quietSince: (time: string) => `No answers since ${time}`,
  quietSinceUsually: (time: string, perHour: string) => `No answers since ${time}, usually ${perHour} an hour`,
  tooFew: (count: string, least: string) => `${count} of ${least}`,
  tooFewWhy: 'too few to show',
  lastComments: 'Last comments',
  commentBy: (score: string, touchpoint: string, channel: string) => `${score} · ${touchpoint} · ${channel}`,
  openToAll: 'Open to everyone',
  openToAllHelp: 'This server runs without access control: whoever reaches it can read and write everything.',
  command: 'Command',
  key: 'Access key',
  keyAsked: 'This page needs an access key',
  keyRefused: 'The access key was refused',
  keyHelp: 'Ask whoever runs the service for a key. It is kept in this browser and sent to this server only.',
  keyEnter: 'Open',
  keyForget: 'Forget key',
  keyForgetHelp: 'This browser no longer keeps the access key, and its pages ask for one again.',
  pairInstead: 'This is a television: pair it with a code instead',
  signs: 'What the signs mean',
  views: 'Views',
  explore: 'Explore',
  pair: 'Pair a screen',
  noPage: 'There is no such page',
  noPageHelp: (path: string) => `Nothing is at ${path}. The address may have been cut off.`,
  streams: 'Streams',
  wall: 'Wallboard',
  unknownBoard: (name: string) => `There is no board “${name}”`,
  unknownBoardHelp: 'The board appears here as soon as it is saved.',
  milliseconds: (value: string) => `${value} ms`,
  megabytes: (value: string) => `${value} MB`,
  details: {
    title: 'Connection details',
    close: 'Key D closes this.',
    delay: 'Response to screen, last',
    median: 'Response to screen, median · p95',
    measured: 'Responses measured',
    contact: 'Connection',
    heard: 'Last sign of life',
    connected: 'Connected for',
    connections: 'Connections made',
    snapshots: 'Changes received',
    open: 'Page open for',
    version: 'Version shown',
    screen: 'Screen',
    heap: 'Memory in use',
    build: 'Build',
  },
  sample: (count: string) => `n = ${count}`,
  responses: { one: (count: string) => `${count} response`, other: (count: string) => `${count} responses` },
  lastResponse: 'Last response',
  lastReceived: 'Last received',
  givenAt: (day: string) => `, given ${day}`,
  justNow: 'just now',
  never: 'none yet',
  trend: 'Trend',
  trendStep: (step: string) => `per ${step}`,
  trendAria: (points: number, latest: string) => `Trend of the score in ${points} steps, the latest ${latest}.`,
  trendEmpty: 'The trend begins with the first response.',
  steps: { m: 'minutes', h: 'hours', d: 'days', w: 'weeks', mo: 'months' },
  oneStep: { m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month' },
  channels: 'Channels',
  touchpoints: 'Touchpoints',
  otherScores: 'Scores',
  more: (count: string) => `and ${count} more that need less attention`,
  leftOut: (count: string, option: string) => `${count} of them are not sent here: ${option}`,
  beyondLimit: (named: string, responses: string) => `${named} are counted by name; ${responses} more under “Other”`,
  lookInto: (label: string) => `Look into ${label}`,
  movedBy: (difference: string) => `Real change, ${difference} against what is usual`,
  windowPicker: 'Window',
  /** Of every window that has a name, and of no other: the compiler finds one that is missing. */
  windows: windowTexts satisfies Record<WindowName, WindowText>,
  campaign: (id: string) => `Campaign ${id}`,
  sinceDate: (from: string) => `Since ${from}`,
  betweenDates: (from: string, to: string) => `${from} to ${to}`,
  noted: (time: string, text: string) => `${time} · ${text}`,
  contact: {
    connecting: 'Connecting',
    live: 'Live',
    unconfirmed: 'Not live',
    reconnecting: 'Reconnecting',
    stale: 'Stale',
  },
  lastConfirmed: (time: string) => `last confirmed ${time}`,
  someUnconfirmed: (count: string, all: string, time: string) => `${count} of ${all} scores, last confirmed ${time}`,
  lastContact: (ago: string) => `last contact ${ago}`,
  contactDetail: {
    connecting: 'Waiting for the server',
    live: 'Connected to the server',
    unconfirmed: (what: string) => `The server can’t tell whether the scores have moved since: ${what}. Still trying.`,
    reconnecting: 'The connection was lost. Trying again.',
    stale: (ago: string) => `Last contact ${ago}. Still trying.`,
    neverHeard: 'The server does not answer. Still trying.',
  },
  tenants: 'Tenants',
  chooseTenant: 'Choose a wallboard',
  allTenants: 'All tenants',
  noTenants: 'No tenants yet',
  noTenantsHelp: 'Make the first one, and its wallboard appears here:',
  loading: 'Loading …',
  serverAway: 'The server does not answer. Trying again.',
  unknownTenant: (name: string) => `There is no tenant “${name}”`,
  unknownTenantHelp: 'The wallboard appears here as soon as the tenant is made.',
  waitingForFirst: 'Waiting for the first response',
  sendFirst: 'Send the first response, and the board comes to life:',
  sendFirstKey: 'NPS_KEY holds an access key that may send responses.',
  findTenant: 'Find a wallboard',
  noTenantFound: (text: string) => `No wallboard is called “${text}”.`,
  unknownWindow: (name: string) => `There is no window “${name}”. Showing the last 24 hours.`,
  noSuchWindow: (name: string) => `The tenant has no window “${name}”. It appears here as soon as there is one.`,
  refused: (detail: string) => `The server refuses this board: ${detail}`,
  theme: { auto: 'Theme: as the system', dark: 'Theme: dark', light: 'Theme: light' },
};

/** The texts of a window that has a name; undefined for any other. */
export function windowTextOf(name: string): WindowText | undefined {
  return (texts.windows as Readonly<Record<string, WindowText>>)[name];
}

/** A window as people read it. One that has no name of its own, such as two dates, is shown as it was asked for. */
export function windowText(name: string): string {
  return windowTextOf(name)?.title ?? (name.startsWith('campaign/') ? texts.campaign(name.slice('campaign/'.length)) : name);
}

/** A baseline as people read it: one with a name, or any window. */
export function baselineText(name: string): string {
  return texts.baselines[name] ?? windowText(name);
}
