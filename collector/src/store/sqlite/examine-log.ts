import { type FileHandle, open } from 'node:fs/promises';

/** The format of the log: https://sqlite.org/fileformat2.html#walformat (2026-11). */
const headerSize = 32;
const frameHeaderSize = 24;
const framesAtOnce = 64;
const littleEndian = 0x377f0682;
const bigEndian = 0x377f0683;

export interface LogDamage {
  /** Where the log cannot be read any more, in bytes from its beginning. */
  at: number;
  /** Transactions from there on, which SQLite leaves out without a word. */
  transactions: number;
}

interface Header {
  frameSize: number;
  isLittle: boolean;
  /** Both salts as one text; each frame that belongs to this log has the same. */
  salts: string;
  sums: Sums;
}

type Sums = [number, number];

function addTo([first, second]: Sums, bytes: Buffer, isLittle: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + view.getUint32(at, isLittle) + second) >>> 0;
    second = (second + view.getUint32(at + 4, isLittle) + first) >>> 0;
  }
  return [first, second];
}

const sumsAt = (bytes: Buffer, at: number): Sums => [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];

async function readHeader(file: FileHandle): Promise<Header | undefined> {
  const bytes = Buffer.alloc(headerSize);
  if ((await file.read(bytes, 0, headerSize, 0)).bytesRead < headerSize) return undefined;
  const magic = bytes.readUInt32BE(0);
  if (magic !== littleEndian && magic !== bigEndian) return undefined;
  return {
    frameSize: bytes.readUInt32BE(8) + frameHeaderSize,
    isLittle: magic === littleEndian,
    salts: bytes.toString('hex', 16, 24),
    sums: sumsAt(bytes, 24),
  };
}

/**
 * Finds a damaged place in the log of a database before SQLite opens it, because SQLite reads up to there and says nothing of the rest. A crash
 * leaves one transaction at the end unfinished at most, since each is synced before the next begins; so two or more behind a
 * place that cannot be read were acknowledged.
 *
 * @param path of the log, whose name ends in "-wal"
 */
export async function findLogDamage(path: string): Promise<LogDamage | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const header = await readHeader(file);
    if (!header || header.frameSize > 65_536 + frameHeaderSize) return undefined;
    const { frameSize, isLittle, salts } = header;
    let { sums } = header;
    let damagedAt: number | undefined;
    let transactions = 0;
    const chunk = Buffer.alloc(frameSize * framesAtOnce);
    for (let start = headerSize; ; start += chunk.length) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
      for (let at = 0; at + frameSize <= bytesRead; at += frameSize) {
        const frame = chunk.subarray(at, at + frameSize);
        const isOurs = frame.toString('hex', 8, 16) === salts;
        if (damagedAt === undefined) {
          sums = addTo(addTo(sums, frame.subarray(0, 8), isLittle), frame.subarray(frameHeaderSize), isLittle);
          const [first, second] = sumsAt(frame, 16);
          if (!isOurs || first !== sums[0] || second !== sums[1]) damagedAt = start + at;
        }
        // The last frame of a transaction says how large the database is after it.
        if (damagedAt !== undefined && isOurs && frame.readUInt32BE(4) > 0) transactions++;
      }
      if (bytesRead < chunk.length) break;
    }
    // Another process may have begun the log anew meanwhile.
    const isSame = (await readHeader(file))?.salts === salts;
    return damagedAt !== undefined && transactions > 1 && isSame ? { at: damagedAt, transactions } : undefined;
  } finally {
    await file.close();
  }
}
