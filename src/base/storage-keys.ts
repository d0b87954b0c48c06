/** Returns the prefix of all storage keys of a business. The `1` is the version of the format. */
export const keyPrefix = (businessId: string): string => `vitrina:1:${businessId}:`;
