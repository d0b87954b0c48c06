/** @param {number[]} sorted @param {number} share from 0 to 1 */
const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? 0;

/** @param {number[]} values */
const sort = (values) => [...values].sort((one, other) => one - other);

/** Between the two in the middle where the count is even. @param {number[]} values */
export const median = (values) => {
  const sorted = sort(values);
  return (at(sorted, 0.5) + at(sorted.reverse(), 0.5)) / 2;
};

/** @param {number[]} values */
export const percentile95 = (values) => at(sort(values), 0.95);

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** @param {number[]} values @returns {Summary} */
export const summarise = (values) => ({
  median: median(values),
  least: Math.min(...values),
  most: Math.max(...values),
});

/** @typedef {{ median: number, least: number, most: number }} Summary */
