import pino from 'pino';

/** A logger that keeps the sentences of a level and above it. */
export function collectLog(level: 'info' | 'warn' = 'info') {
  const sentences: string[] = [];
  const write = (line: string) => void sentences.push(String((JSON.parse(line) as { msg?: string }).msg));
  return { sentences, logger: pino({ level }, { write }) };
}
