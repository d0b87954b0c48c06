// node bench/store/run.js [rounds]: compares the embedded databases that the collector could use.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { candidates } from './candidates.js';
import { measureDurability } from './measure-durability.js';
import { measureSpeed } from './measure-speed.js';

const [first = '20', only] = process.argv.slice(2);

if (first === '--speed' && only) {
  console.log(JSON.stringify(await measureSpeed(only)));
} else {
  const rounds = Number(first);
  /** @type {Record<string, object>} */
  const speed = {};
  /** @type {Record<string, object>} */
  const durability = {};
  for (const name of Object.keys(candidates)) {
    // A process of its own: memory and start-up are then this candidate's alone.
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--speed', name], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(`The speed of ${name} could not be measured: ${child.stderr}`);
    const figures = JSON.parse(child.stdout);
    speed[name] = {
      'first start ms': figures.created,
      'later start ms': figures.reopened,
      'inserts/s, one a commit': figures.single,
      'inserts/s, 20 a commit': figures.batched,
      'memory MB': figures.memory,
    };
    for (const batchSize of [1, 20]) {
      durability[`${name}, ${batchSize} a commit`] = await measureDurability(name, rounds, batchSize);
    }
  }
  console.log(`Node ${process.version}, ${rounds} rounds of two SIGKILLs each`);
  console.table(speed);
  console.table(durability);
}
