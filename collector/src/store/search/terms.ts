/** A term of the index has so many characters at most; words that are longer are cut, also in a question. */
const longestTerm = 40;

/** So many words of a question are looked for. */
const mostWords = 8;

/** A number with separators is one term, so that "129.90" is not found wherever there are a 129 and a 90. */
const pieces = /\d+(?:[.,]\d+)+|[\p{L}\p{N}]+/gu;

const onlyAscii = /^[\0-\x7f]*$/;

/** Lower case without accents: "Cinturón" and "cinturon" are the same word. */
const fold = (text: string): string => {
  const lower = text.toLowerCase();
  return onlyAscii.test(lower) ? lower : lower.normalize('NFD').replace(/\p{M}+/gu, '');
};

/** "1.299,90", "1,299.9" and "1299.90" are one number. Three digits behind a separator are thousands. */
function numberTerm(piece: string): string {
  const at = Math.max(piece.lastIndexOf('.'), piece.lastIndexOf(','));
  const digits = (text: string) => text.replace(/[.,]/g, '');
  if (piece.length - at - 1 >= 3) return digits(piece);
  const fraction = piece.slice(at + 1).replace(/0+$/, '');
  return fraction === '' ? digits(piece.slice(0, at)) : `${digits(piece.slice(0, at))}_${fraction}`;
}

/** The words of a text as the index has them: split at everything that is neither a letter nor a digit. */
export const termsOf = (text: string): string[] =>
  (fold(text).match(pieces) ?? []).map((piece) => {
    const first = piece.charCodeAt(0);
    const isNumber = first >= 48 && first <= 57 && (piece.includes('.') || piece.includes(','));
    return (isNumber ? numberTerm(piece) : piece).slice(0, longestTerm).toWellFormed();
  });

/** Terms beside the words, which no question of a person can be like. They let the index find by business and action, too. */
export const businessTerm = (business: string): string => `_b${business.toLowerCase().replace(/[^a-z0-9_-]/g, '_')}`;
export const actionTerm = (action: string): string => `_a${action.toLowerCase().replace(/[^a-z0-9_.]/g, '_')}`;

/** A word of a question, as it was typed and as terms. */
export interface SearchWord {
  typed: string;
  terms: string[];
  /** The last word may be unfinished. */
  isLast: boolean;
}

/** The words of a question. Of the address of a page, scheme and host are left out: they are the same on every page. */
export function searchWords(question: string): SearchWord[] {
  const typed = question.split(/\s+/).filter(Boolean).slice(0, mostWords);
  return typed.map((word, index) => ({
    typed: word,
    terms: [...new Set(termsOf(word.replace(/^https?:\/\/[^/?#]+/i, '')))],
    isLast: index === typed.length - 1,
  }));
}
