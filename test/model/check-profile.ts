import fc from 'fast-check';
import { calmDown } from './calm.ts';
import type { Command } from './commands.ts';
import { createWorld } from './world.ts';
import type { Setting } from './world.ts';

export type Weights = [weight: number, command: fc.Arbitrary<Command>][];

const settings: fc.Arbitrary<Setting> = fc.record({
  tabs: fc.constantFrom(1, 1, 2, 3),
  seed: fc.nat(1_000_000),
  hasLocks: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
  largestBody: fc.constantFrom(Infinity, 30_000, 8_000),
});

/** Plays one story and returns its world, with its problems, its trace and the faults it met. */
const play = async (setting: Setting, commands: Command[]) => {
  const world = createWorld(setting);
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  try {
    for (let tab = 0; tab < setting.tabs; tab++) await world.open(tab);
    for (const command of commands) {
      world.log(`> ${command.say}`);
      await command.run(world);
      if (!world.check()) break;
    }
    if (world.check()) await calmDown(world);
    for (const reason of rejections) world.report(`a rejection reached the page: ${String(reason)}`);
  } finally {
    process.off('unhandledRejection', onRejection);
    world.dispose();
  }
  return world;
};

const tell = ({ tabs, seed, hasLocks, largestBody }: Setting, commands: Command[]) =>
  [
    `(${tabs} ${tabs > 1 ? 'tabs' : 'tab'}, chance ${seed}, ${hasLocks ? 'with' : 'without'} locks, bodies up to ${largestBody})`,
    ...commands.map(({ say }, index) => `${String(index + 1).padStart(3)}. ${say}`),
  ].join('\n');

const shorten = (lines: string[]) => (lines.length > 120 ? [...lines.slice(0, 100), '…', ...lines.slice(-20)] : lines);

/** Removes each step that the failure does not need. fast-check's shrinking may leave such steps in. */
const prune = async (setting: Setting, story: Command[]): Promise<Command[]> => {
  for (let index = 0; index < story.length; index++) {
    const shorter = story.filter((_, other) => other !== index);
    if ((await play(setting, shorter)).problems.length) return prune(setting, shorter);
  }
  return story;
};

export interface Plan {
  weights: Weights;
  seed: number;
  runs: number;
  /** The path that an earlier failure has printed. */
  path?: string;
}

/** Plays many random stories. Throws a short story that breaks a rule, in sentences. Adds what the stories met to `met`. */
export const checkProfile = async ({ weights, seed, runs, path }: Plan, met: Record<string, number>) => {
  const command = fc.oneof(...weights.map(([weight, arbitrary]) => ({ weight, arbitrary })));
  const commands = fc.array(command, { minLength: 1, maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(settings, commands, async (setting, story) => {
    const world = await play(setting, story);
    for (const [what, count] of Object.entries(world.met)) met[what] = (met[what] ?? 0) + count;
    if (world.problems.length) throw new Error(world.problems[0]);
  });
  const details = await fc.check(property, { seed, numRuns: runs, path, endOnFailure: false });
  if (!details.failed) return;
  if (!details.counterexample) throw new Error(`No story was played: ${String(details.errorInstance)}`);
  const [setting, shortened] = details.counterexample;
  const story = await prune(setting, shortened);
  const world = await play(setting, story);
  throw new Error(
    [
      world.problems.join('\n') || 'The failure does not come again.',
      '',
      `The story, after ${details.numShrinks} times of shortening:`,
      tell(setting, story),
      '',
      'What happened:',
      ...shorten(world.trace),
      '',
      `Again with MODEL_SEED=${details.seed} MODEL_PATH=${details.counterexamplePath}`,
    ].join('\n'),
  );
};
