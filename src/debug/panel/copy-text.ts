import { make } from './elements.js';

/** Puts a text on the clipboard. Pages on http have no clipboard, so there a selected field is copied. */
export const copyText = async (text: string, root: ShadowRoot): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make('textarea', { class: 'copied', 'aria-hidden': 'true', readonly: '' });
    field.value = text;
    root.append(field);
    field.select();
    // Deprecated, and there is no other way on http (2026-11).
    const isCopied = document.execCommand('copy');
    field.remove();
    return isCopied;
  }
};
