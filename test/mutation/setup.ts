import { vi } from 'vitest';

// With one window for all test files each still needs modules of its own, because `afterEach` in the harness runs only for the file
// that has loaded it. A test that a change has broken may leave its fake clock running.
vi.useRealTimers();
vi.resetModules();
