/** Registers a part under the name by which the storefront script, which has loaded its file, looks for it. */
export const registerPart = (name: string, create: (options: never) => unknown): void => {
  const { vitrina } = window as { vitrina?: { parts?: Record<string, typeof create> } };
  if (vitrina) vitrina.parts = { ...vitrina.parts, [name]: create };
};
