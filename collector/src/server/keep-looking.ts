const lookEvery = 5000;

/**
 * Looks now and every few seconds. A look that fails leaves what was seen before: a database that is away is told of where it is
 * written to.
 *
 * @returns what ends it, after the first look
 */
export async function keepLooking(look: () => Promise<void>): Promise<() => void> {
  const lookSafely = () => look().catch(() => {});
  await lookSafely();
  const timer = setInterval(() => void lookSafely(), lookEvery);
  timer.unref();
  return () => clearInterval(timer);
}
