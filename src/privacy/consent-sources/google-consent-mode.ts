import type { ConsentSource } from '../../types/tracker.js';
import { createSource } from './create-source.js';

const PURPOSES = ['analytics_storage', 'ad_user_data'];

/** The result of all commands in the visitor's region, as Google's tag keeps it. Undocumented, so it is only preferred. */
interface TagEntry {
  default?: unknown;
  update?: unknown;
  /** The tag still waits for an update, as `wait_for_update` asks. */
  quiet?: unknown;
}

/**
 * Google Consent Mode v2, read from the consent commands in the data layer. `granted` if both purposes are granted, `denied` if
 * an update denies one of them. A default that denies means `pending`, because it holds only until the visitor answers. That
 * includes defaults for some regions: only Google's tag knows the visitor's region. No command is pushed.
 * https://developers.google.com/tag-platform/security/guides/consent (checked 2026-11)
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { googleConsentMode } from 'vitrina/consent/google-consent-mode';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', consent: googleConsentMode() });
 * ```
 */
export const googleConsentMode = ({ dataLayer = 'dataLayer' }: { dataLayer?: string } = {}): ConsentSource =>
  createSource((check) => {
    const updates: Record<string, boolean> = {};
    /** `true` if every default of that purpose grants it. */
    const defaults: Record<string, boolean> = {};
    let waitUntil = 0;
    let layer: unknown;

    const applyCommand = (entry: unknown) => {
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
        // The entry is no command, or one that Google's tag cannot read either.
      }
    };

    /** Reads and wraps a data layer. Called at each check, because pages may create or replace the layer late. */
    const watchLayer = (target: unknown) => {
      if (target === layer || !Array.isArray(target)) return;
      layer = target;
      target.forEach(applyCommand);
      const { push } = target;
      // The original is never restored, because other scripts may have wrapped our wrapper.
      target.push = function (...entries) {
        // Commands are read before they are passed on, because their receivers may change them.
        entries.forEach(applyCommand);
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
        watchLayer(page[dataLayer]);
        const answers = PURPOSES.map((purpose) => {
          // Consent tools that are Google Tag Manager templates set consent in the tag, without the data layer.
          const entry = page.google_tag_data?.ics?.entries?.[purpose];
          const { default: start = defaults[purpose], update = updates[purpose], quiet } = entry ?? {};
          return update ?? (start === true && !quiet && Date.now() >= waitUntil ? true : undefined);
        });
        if (answers.includes(false)) return 'denied';
        return answers.every((answer) => answer === true) ? 'granted' : 'pending';
      },
    ];
  });
