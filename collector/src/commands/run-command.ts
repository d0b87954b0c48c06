import { backup } from './backup.js';
import { check } from './check.js';
import type { Command, Io } from './command.js';
import { copy } from './copy.js';
import { key } from './key.js';
import { migrate } from './migrate.js';
import { secret } from './secret.js';
import { start } from './start.js';
import { token } from './token.js';

const commands: Record<string, Command> = { start, backup, check, migrate, copy, key, secret, token };

/**
 * Runs the command that the first argument names; without one the collector is started.
 *
 * @returns the exit code, or nothing while a server goes on
 */
export async function runCommand([first, ...rest]: string[], io: Io): Promise<number | void> {
  if (first === undefined || first.startsWith('-')) return start.run(first === undefined ? [] : [first, ...rest], io);
  const command = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (!command)
    throw new TypeError(`There is no command "${first}"; known are ${Object.keys(commands).join(', ')}. See --help.`);
  if (rest.includes('--help')) {
    io.print(command.usage);
    return 0;
  }
  return command.run(rest, io);
}
