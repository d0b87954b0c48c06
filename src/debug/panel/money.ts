/** Writes an amount in its currency as the reader's language does. A currency that does not exist stands behind the number. */
export const money = (amount: unknown, currency: unknown, locale: string): string => {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return '';
  const code = typeof currency === 'string' ? currency : '';
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(amount);
  } catch {
    return `${new Intl.NumberFormat(locale).format(amount)} ${code}`.trim();
  }
};
