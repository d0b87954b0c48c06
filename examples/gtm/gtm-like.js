// A container as Google Tag Manager serves it, as far as a Custom HTML tag can tell the difference: messages of the data
// layer are merged into a model, triggers fire tags, and a tag's script elements are built anew with little of what they had.
(() => {
  /** @typedef {{ file: string, triggers: string[], nodes: Node[] }} Tag */
  /** @typedef {Record<string, unknown>} Message */

  const page = /** @type {{ dataLayer?: unknown[], google_tag_manager?: Record<string, unknown> }} */ (window);
  const container = 'GTM-DEMO';
  const mostMessages = 300;
  const variables = [
    { name: 'DLV - pageType', key: 'pageType' },
    { name: 'DLV - ecommerce', key: 'ecommerce' },
  ];
  /** @type {Tag[]} The triggers are Window Loaded, History Change and a custom event; each firing runs the tag again. */
  const tags = [
    { file: 'tag.html', triggers: ['gtm.load', 'gtm.historyChange'], nodes: [] },
    { file: 'event-tag.html', triggers: ['add_to_cart'], nodes: [] },
  ];

  /**
   * As Google's data-layer-helper merges: key by key, also in arrays, so that a shorter list keeps the end of a longer one.
   *
   * @param {object} from
   * @param {Message} to
   */
  const merge = (from, to) => {
    for (const [key, value] of Object.entries(from)) {
      const isPlain = Object.prototype.toString.call(value) === '[object Object]';
      if (key === '__proto__') continue;
      if ('_clear' in from || !(isPlain || Array.isArray(value))) to[key] = value;
      else {
        const target = to[key];
        const isSameKind = typeof target === 'object' && target !== null && Array.isArray(target) !== isPlain;
        merge(value, /** @type {Message} */ (isSameKind ? target : (to[key] = isPlain ? {} : [])));
      }
    }
  };

  /**
   * In a script a variable becomes a call, elsewhere in a tag its value as text.
   *
   * @param {string} text
   * @param {(index: number) => string} toText
   */
  const fillVariables = (text, toText) =>
    variables.reduce((filled, { name }, index) => filled.replaceAll(`{{${name}}}`, () => toText(index)), text);

  /** @type {Message} */
  const model = {};
  const macro = (/** @type {number} */ index) => model[variables[index]?.key ?? ''];
  const macroCall = (/** @type {number} */ index) => `google_tag_manager["${container}"].macro(${index})`;
  const macroText = (/** @type {number} */ index) => String(macro(index));

  /**
   * The container keeps a tag's scripts under a type that no browser runs, with their address in an attribute of its own.
   *
   * @param {string} text
   */
  const disarm = (text) => {
    const template = document.createElement('template');
    template.innerHTML = text;
    for (const script of template.content.querySelectorAll('script')) {
      if (!/^$|javascript|ecmascript/i.test(script.type)) continue;
      script.type = 'text/gtmscript';
      if (script.hasAttribute('src')) script.setAttribute('data-gtmsrc', script.getAttribute('src') ?? '');
      script.removeAttribute('src');
    }
    return [...template.content.childNodes];
  };

  /**
   * Nothing is copied but `id`, `charset`, the text and the address: `data-*`, `async`, `crossorigin` and the rest are lost.
   *
   * @param {HTMLScriptElement} old
   * @param {() => void} next
   */
  const insertScript = (old, next) => {
    const script = document.createElement('script');
    const source = old.getAttribute('data-gtmsrc');
    script.async = false;
    script.type = 'text/javascript';
    if (old.id) script.id = old.id;
    const charset = old.getAttribute('charset');
    if (charset) script.setAttribute('charset', charset);
    if (source) {
      script.onload = script.onerror = next;
      script.src = fillVariables(source, macroText);
    } else script.text = fillVariables(old.text, macroCall);
    document.body.append(script);
    if (!source) next();
  };

  /**
   * One node after the other, at the end of the body; a script with an address holds up what follows until it has loaded
   * or failed.
   *
   * @param {Node[]} nodes
   */
  const insert = ([node, ...rest]) => {
    if (!node) return;
    if (node instanceof HTMLScriptElement && node.type === 'text/gtmscript') insertScript(node, () => insert(rest));
    else {
      document.body.append(document.importNode(node, true));
      insert(rest);
    }
  };

  const layer = (page.dataLayer ??= []);
  /** @type {unknown[]} */
  let waiting = [...layer];
  let isProcessing = false;
  let lastId = 0;

  /** A message that a tag pushes while it runs is taken up after the present one. */
  const process = () => {
    if (isProcessing) return;
    isProcessing = true;
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      if (Object.prototype.toString.call(message) !== '[object Object]') continue;
      const { event } = /** @type {Message} */ (message);
      merge(/** @type {object} */ (message), model);
      Object.assign(/** @type {object} */ (message), { 'gtm.uniqueEventId': ++lastId });
      for (const tag of tags) if (tag.triggers.includes(String(event))) insert(tag.nodes);
    }
    isProcessing = false;
  };

  const start = () => {
    const push = layer.push;
    waiting = [...layer];
    layer.push = (...messages) => {
      const answer = /** @type {unknown} */ (push.apply(layer, messages));
      while (layer.length > mostMessages) layer.shift();
      waiting.push(...messages);
      process();
      return /** @type {any} */ (answer !== false);
    };
    page.google_tag_manager = { ...page.google_tag_manager, [container]: { macro } };
    process();

    const changed = () => layer.push({ event: 'gtm.historyChange' });
    for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
      const original = history[name];
      history[name] = (...values) => {
        original.apply(history, values);
        changed();
      };
    }
    window.addEventListener('popstate', changed);
    const loaded = () => layer.push({ event: 'gtm.load' });
    if (document.readyState === 'complete') loaded();
    else window.addEventListener('load', loaded);
  };

  const fetchTag = async (/** @type {Tag} */ tag) => {
    tag.nodes = disarm(await (await fetch(`/gtm/${tag.file}`)).text());
  };

  // A real container holds its tags' texts; here they stand in files, so that they can be read and pasted.
  void Promise.all(tags.map(fetchTag)).then(start);
})();
