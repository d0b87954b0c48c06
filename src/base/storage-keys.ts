/** Begins every key under which something is stored for a business. The `1` is the version of the format. */
export const keyPrefix = (businessId: string): string => `vitrina:1:${businessId}:`;
