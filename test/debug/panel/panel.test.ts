import { expect, it, vi } from 'vitest';
import { openPanel } from '../../../src/debug/panel/panel.ts';
import type { PageVitrina } from '../../../src/debug/panel/page-vitrina.ts';
import { en } from '../../../src/debug/panel/texts/en.ts';
import type { TrackedEvent } from '../../../src/types/tracker.ts';

const openOn = (vitrina: PageVitrina) =>
  openPanel({
    ...{ vitrina, tags: [], language: { code: 'en', locale: 'en', texts: en } },
    loadTexts: async () => undefined,
  });

it('a closed panel shows no further events and reads nothing more', () => {
  const read = vi.fn(() => 'a-session');
  const vitrina = Object.defineProperty({ on: () => () => {} }, 'session', { get: read }) as unknown as PageVitrina;
  const tell = openOn(vitrina);
  const { shadowRoot: root } = document.querySelector('vitrina-panel')!;
  const happen = (id: string) => tell(['event', [{ id, action: 'cart.added', tracked_at: 1 } as TrackedEvent], 'shop']);
  happen('one');
  expect(root?.querySelectorAll('details')).toHaveLength(1);
  root?.querySelector<HTMLElement>('[title="Close the panel"]')?.click();
  read.mockClear();
  happen('two');
  expect(root?.querySelectorAll('details')).toHaveLength(1);
  expect(read).not.toHaveBeenCalled();
});

it('events within the panel do not reach the listeners of the shop', () => {
  const tell = openOn({ on: () => () => {} } as unknown as PageVitrina);
  tell(['event', [{ id: 'one', action: 'cart.added', tracked_at: 1 } as TrackedEvent], 'shop']);
  const host = document.querySelector('vitrina-panel')!;
  const tabs = [...host.shadowRoot!.querySelectorAll<HTMLElement>('[role=tab]')];
  const heard: string[] = [];
  const types = ['keydown', 'keyup', 'keypress', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart'];
  for (const type of [...types, 'click', 'focusin', 'wheel', 'contextmenu'])
    document.addEventListener(type, () => heard.push(type), { once: true });
  for (const type of [...types, 'focusin', 'wheel', 'contextmenu'])
    tabs[1]?.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  tabs[1]?.click();
  expect(heard).toEqual([]);
  expect(tabs.map((tab) => tab.getAttribute('aria-selected'))).toEqual(['false', 'true', 'false']);
  tabs[1]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, composed: true }));
  expect(tabs[2]?.getAttribute('aria-selected')).toBe('true');
  document.body.click();
  expect(heard).toEqual(['click']);
  host.shadowRoot?.querySelector<HTMLElement>('[title="Close the panel"]')?.click();
  expect(document.querySelector('vitrina-panel')).toBeNull();
});
