#!/usr/bin/env node
import { runCommand } from './commands/run-command.js';

try {
  const code = await runCommand(process.argv.slice(2), {
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
    environment: process.env,
    isTerminal: process.stdout.isTTY,
  });
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
