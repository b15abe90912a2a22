/** A longer end would leave too little room for the beginning. */
const endMax = 12;

/**
 * A name in two parts, of which the second is to be seen however little room there is: names that are too long for a tile often
 * begin alike and differ in their last word. A name is cut only between words, since the letters of many scripts join.
 */
export function nameParts(name: string): { readonly head: string; readonly end: string } {
  const cut = /^(.*[\s\-_./·,:])(\S+)$/su.exec(name);
  const [, head, end] = cut ?? [];
  return head !== undefined && end !== undefined && [...end].length <= endMax ? { head, end } : { head: name, end: '' };
}
