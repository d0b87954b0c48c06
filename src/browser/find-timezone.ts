/**
 * The IANA name of the visitor's time zone. Where there is no `Temporal`, `Intl` is asked, whose first use
 * takes 100 to 200 ms on a slow phone (Chromium, 2026-11).
 */
export const findTimezone = (): string => {
  const { Temporal } = window as { Temporal?: { Now: { timeZoneId: () => string } } };
  return Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
};
