import type { Adapter } from '../facts.js';

export const formPlugins = (): Adapter => ({ name: 'form', detect: () => false, start: () => () => {} });
