import { runCommand } from '../../../collector/src/commands/run-command.ts';

/** Runs a command as its process would, and answers what it says. */
export async function command(...args: string[]) {
  const output: string[] = [];
  const errors: string[] = [];
  const io = {
    print: (line: string) => void output.push(line),
    complain: (line: string) => void errors.push(line),
    environment: {},
  };
  const code = await runCommand(args, io).catch((error: Error) => {
    errors.push(error.message);
    return 1;
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}
