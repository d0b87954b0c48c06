import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

const PURPOSES = ['analytics_storage', 'ad_user_data'];

/** What Google's tag has made of all commands, in the visitor's region. Not documented, so nothing depends on it. */
interface TagEntry {
  default?: unknown;
  update?: unknown;
  /** It still waits for an update. */
  quiet?: unknown;
}

/**
 * Google Consent Mode v2, from the consent commands in the data layer, whoever pushes them. Granted where both purposes are,
 * denied where an update denies one of them. A default that denies is what holds until the visitor answers, hence pending, also
 * where it is for some regions: those who cannot tell the visitor's region cannot use the others' default. Google's tag can.
 * Commands are read, none is pushed. https://developers.google.com/tag-platform/security/guides/consent (checked 2026-11)
 */
export const googleConsentMode = ({ dataLayer = 'dataLayer' }: { dataLayer?: string } = {}): ConsentSource =>
  createSource((check) => {
    const updates: Record<string, boolean> = {};
    /** `true` where every default of that purpose grants it. */
    const defaults: Record<string, boolean> = {};
    let waitUntil = 0;
    let layer: unknown;

    const fold = (entry: unknown) => {
      try {
        const { 0: command, 1: kind, 2: settings } = entry as [unknown, unknown, Record<string, unknown>];
        if (command !== 'consent') return;
        for (const purpose of PURPOSES) {
          const state = settings[purpose];
          const isGranted = state === 'granted';
          if (!isGranted && state !== 'denied') continue;
          if (kind === 'update') updates[purpose] = isGranted;
          if (kind === 'default') defaults[purpose] = isGranted && defaults[purpose] !== false;
        }
        waitUntil = Math.max(waitUntil, Date.now() + (Number(settings.wait_for_update) || 0));
      } catch {
        // No command, or one that Google's tag would stumble over as well.
      }
    };

    /** Pages may replace the layer, or come with one late. */
    const follow = (target: unknown) => {
      if (target === layer || !Array.isArray(target)) return;
      layer = target;
      target.forEach(fold);
      const { push } = target;
      // Never put back, since others may wrap it too.
      target.push = function (...entries) {
        // Read before they are passed on, since whoever gets them may change them.
        entries.forEach(fold);
        const result = push.apply(this, entries);
        check();
        return result;
      };
    };

    return [
      () => {
        const page = window as unknown as { [name: string]: unknown } & {
          google_tag_data?: { ics?: { entries?: Record<string, TagEntry> } };
        };
        follow(page[dataLayer]);
        const answers = PURPOSES.map((purpose) => {
          // Consent tools that are templates of Google Tag Manager tell the tag and do without the data layer.
          const entry = page.google_tag_data?.ics?.entries?.[purpose];
          const { default: start = defaults[purpose], update = updates[purpose], quiet } = entry ?? {};
          return update ?? (start === true && !quiet && Date.now() >= waitUntil ? true : undefined);
        });
        if (answers.includes(false)) return 'denied';
        return answers.every((answer) => answer === true) ? 'granted' : 'pending';
      },
    ];
  });
