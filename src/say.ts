/** Speaks to the developer. */
export const say = (message: unknown): void =>
  console.error(`vitrina: ${message instanceof Error ? message.message : String(message)}`);
