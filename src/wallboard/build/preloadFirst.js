/**
 * Names what every screen starts with in the page itself, the code and the font, so that both are fetched together with the small
 * script that asks for them, and not after it.
 */
export function preloadFirst() {
  return {
    name: 'preload-first',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html;
        const files = Object.values(bundle);
        const entry = files.find((file) => file.isEntry);
        const start = files.find((file) => file.facadeModuleId?.endsWith('/src/start.ts'));
        const code = [start.fileName, ...start.imports].filter((name) => name !== entry.fileName && !entry.imports.includes(name));
        const fonts = files.map((file) => file.fileName).filter((name) => name.endsWith('.woff2'));
        const preload = (name, attrs) => ({ tag: 'link', attrs: { ...attrs, crossorigin: true, href: `/${name}` }, injectTo: 'head' });
        return [
          // Fetched and no more: a module preload would have this compiled before the small script has asked for anything.
          ...code.map((name) => preload(name, { rel: 'preload', as: 'script' })),
          ...fonts.map((name) => preload(name, { rel: 'preload', as: 'font', type: 'font/woff2' })),
        ];
      },
    },
  };
}
