import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The module as a page has it that is loaded anew. */
const loadPage = async (...languages: string[]) => {
  vi.resetModules();
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(languages);
  return import('../../collector/inspector/language.js');
};

beforeEach(() => {
  vi.spyOn(location, 'reload').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

describe('the language of the inspector', () => {
  it.each([
    [['es-AR', 'en'], 'es'],
    [['de-DE', 'pt-BR', 'es'], 'pt'],
    [['PT'], 'pt'],
    [['en-GB', 'es-ES'], 'en'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('is the first of the browser’s that it speaks: of %j it is %s', async (languages, wanted) => {
    const { language } = await loadPage(...languages);
    expect(language()).toBe(wanted);
  });

  it('is the one that was chosen on an earlier page, whatever the browser prefers', async () => {
    const before = await loadPage('en-US');
    before.chooseLanguage('pt');
    expect(location.reload).toHaveBeenCalledOnce();
    const after = await loadPage('en-US');
    expect(after.language()).toBe('pt');
    expect(after.languageTag()).toBe('pt-BR');
    expect(after.wordsOf({ en: 'cart', es: 'carrito', pt: 'carrinho' })).toBe('carrinho');
  });

  it('is the browser’s where a kept choice is none that it speaks', async () => {
    const { chooseLanguage } = await loadPage();
    chooseLanguage('tlh');
    expect((await loadPage('es')).language()).toBe('es');
  });

  it('is the browser’s where nothing can be kept', async () => {
    // As a browser answers that blocks all storage.
    vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const { chooseLanguage, language } = await loadPage('es-MX');
    expect(() => chooseLanguage('pt')).not.toThrow();
    expect(language()).toBe('es');
  });

  it('writes numbers and times as the reader’s own region does, if the page speaks its language', async () => {
    expect((await loadPage('es-AR', 'en-US')).locale()).toBe('es-AR');
    expect((await loadPage('en-US@posix', 'en-GB')).locale()).toBe('en-GB');
    const { chooseLanguage } = await loadPage('en-US');
    chooseLanguage('pt');
    expect((await loadPage('en-US')).locale()).toBe('pt-BR');
    expect((await loadPage('en-US', 'pt-PT')).locale()).toBe('pt-PT');
  });
});
