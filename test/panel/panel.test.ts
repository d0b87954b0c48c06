import { expect, it, vi } from 'vitest';
import { openPanel } from '../../src/panel/panel.ts';
import type { PageVitrina } from '../../src/panel/visitor.ts';
import type { TrackedEvent } from '../../src/types.ts';

it('a panel that was closed does and keeps nothing more', () => {
  const read = vi.fn(() => 'a-session');
  const vitrina = Object.defineProperty({ on: () => () => {} }, 'session', { get: read }) as unknown as PageVitrina;
  const tell = openPanel(vitrina);
  const { shadowRoot: root } = document.querySelector('vitrina-panel')!;
  const happen = (id: string) => tell(['event', [{ id, action: 'cart.added', tracked_at: 1 } as TrackedEvent]]);
  happen('one');
  expect(root?.querySelectorAll('details')).toHaveLength(1);
  root?.querySelector<HTMLElement>('[title=Close]')?.click();
  read.mockClear();
  happen('two');
  expect(root?.querySelectorAll('details')).toHaveLength(1);
  expect(read).not.toHaveBeenCalled();
});
