/**
 * The size of an element in whole pixels, and the theme it is drawn in: what is drawn on a canvas or fitted by arithmetic has
 * to be done again when either changes. Must be called while a component is made.
 */
export function drawnSize(element: () => HTMLElement | undefined) {
  const size = $state({ width: 0, height: 0, rem: 16, theme: '' });
  $effect(() => {
    const measured = element();
    if (!measured) return;
    const measure = () => {
      size.width = Math.floor(measured.clientWidth);
      size.height = Math.floor(measured.clientHeight);
      size.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    };
    const light = matchMedia('(prefers-color-scheme: light)');
    const theme = () => (size.theme = `${light.matches} ${document.documentElement.dataset.theme} ${document.fonts.status}`);
    const sizes = new ResizeObserver(measure);
    const themes = new MutationObserver(theme);
    sizes.observe(measured);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    light.addEventListener('change', theme);
    void document.fonts.ready.then(theme);
    measure();
    theme();
    return () => {
      sizes.disconnect();
      themes.disconnect();
      light.removeEventListener('change', theme);
    };
  });
  return size;
}
