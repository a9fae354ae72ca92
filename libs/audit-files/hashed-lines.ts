import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { once } from 'node:events';

/** Writes lines to a new file and hashes them on the way. */
export function hashedLines(file: string): { write(line: string): Promise<void>; close(): Promise<string> } {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  const digest = createHash('sha256');
  const failed = finished(stream);
  failed.catch(() => undefined);
  return {
    write: async (line) => {
      const text = `${line}\n`;
      digest.update(text);
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
    },
    close: async () => {
      stream.end();
      await failed;
      return digest.digest('hex');
    },
  };
}

export async function hashOf(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file), digest);
  return digest.digest('hex');
}
