import { describe, expect, it } from 'vitest';
import { isNamedAlike } from '../../src/facts/products.ts';

/** Whether the names mean one product, asked both ways. */
const areAlike = (one: string, other: string) => {
  const products = [{ name: one }, { name: other }] as const;
  const answers = [isNamedAlike(...products), isNamedAlike(products[1], products[0])];
  expect(answers[0]).toBe(answers[1]);
  return answers[0];
};

describe('name as WordPress sets it for print', () => {
  it.each([
    ['Mate - bombilla', 'Mate – bombilla'],
    ["L'Oreal crema", 'L’Oreal crema'],
    ['Mate "Imperial"', 'Mate “Imperial”'],
    ['Tabla 12"', 'Tabla 12″'],
    ['Cuadro 30x40', 'Cuadro 30×40'],
    ['Mate...', 'Mate…'],
    ['Mate - bombilla roja', 'Mate – bombilla'],
    ['Mate – bombilla roja', 'Mate - bombilla'],
  ])('"%s" and "%s" are one product', (one, other) => expect(areAlike(one, other)).toBe(true));

  it.each([
    ['Mate - bombilla', 'Mate – termo'],
    ['Cuadro 30x40', 'Cuadro 30×50'],
    ['-', '–'],
    ['', ''],
  ])('"%s" and "%s" are not known to be one product', (one, other) => expect(areAlike(one, other)).toBe(false));
});
