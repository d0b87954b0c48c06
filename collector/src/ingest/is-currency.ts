/**
 * Codes of ISO 4217 in which prices are given, and which Node leaves out because nobody pays in them: units of account of Chile,
 * Uruguay, Mexico, Colombia and Bolivia, and the digital bolívar (list one of
 * https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html, 2026-11).
 */
const units = ['CLF', 'UYI', 'UYW', 'MXV', 'COU', 'BOV', 'VED'];

/** Creates the function that says whether a text is the code of a currency. Node brings the list with its ICU. */
export function createIsCurrency(): (code: string) => boolean {
  const codes = new Set([...Intl.supportedValuesOf('currency'), ...units]);
  return (code) => codes.has(code);
}
