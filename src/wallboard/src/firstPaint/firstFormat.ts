import { scoreParts, type ScoreParts } from '../text/format';

/** Languages that write a score with the digits 0 to 9, and what stands before its tenth. */
const separators = {
  '.': 'en en-us en-gb en-au en-ca en-ie en-nz en-in zh zh-cn zh-tw zh-hk ja ja-jp ko ko-kr th th-th',
  ',': 'de de-de de-at fr fr-fr es es-es it it-it nl nl-nl nl-be pt pt-br pt-pt pl pl-pl cs cs-cz tr tr-tr da da-dk sv sv-se nb nb-no fi fi-fi ru ru-ru uk uk-ua',
};

/**
 * A score in its parts, as `format.ts` would write it. The browser's own first format costs a slow set a tenth of a second, so that it
 * is asked only for languages that are not listed here; a test holds the list against it.
 */
export function firstScoreParts(nps: number): ScoreParts {
  const language = ` ${navigator.language.toLowerCase()} `;
  const separator = Object.entries(separators).find(([, languages]) => ` ${languages} `.includes(language))?.[0];
  if (separator === undefined) return scoreParts(nps);
  const tenths = Math.round(Math.abs(nps) * 10);
  return {
    sign: tenths === 0 ? '' : nps > 0 ? '+' : '−',
    whole: String(Math.floor(tenths / 10)),
    fraction: tenths >= 1_000 ? '' : `${separator}${tenths % 10}`,
  };
}

/** The same in one piece. */
export function firstScore(nps: number): string {
  const { sign, whole, fraction } = firstScoreParts(nps);
  return sign + whole + fraction;
}
