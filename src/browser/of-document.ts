/**
 * Returns a property of the document. Forms, pictures and frames hide it if they have the same name (`<img name="title">`); then
 * it is read past them. https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem (2026-11)
 */
export const ofDocument = <N extends keyof Document>(name: N): Document[N] => {
  const value = document[name];
  return Object(value) !== value || value instanceof Function
    ? value
    : (Reflect.get(Document.prototype, name, document) as Document[N]);
};
