/** Members that are known. */
export const given = <Part extends object>(part: Part): Partial<Part> =>
  Object.fromEntries(Object.entries(part).filter((entry) => entry[1] !== undefined)) as Partial<Part>;

export const money = (amount: number | undefined, currency: string | undefined) =>
  amount === undefined || currency === undefined ? undefined : { amount, currency };
