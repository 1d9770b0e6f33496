import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '../kit/errors.ts';
import { IMPORT_LIMITS } from './limits.ts';

/** A stream that was written down, so that it can be read twice. */
export interface Spool extends AsyncDisposable {
  /** Of all its bytes, hexadecimal. */
  readonly sha256: string;
  /** The bytes from the first on, as often as they are asked for. */
  read(): AsyncIterable<Buffer>;
  /** Up to `length` bytes of the beginning. */
  start(length: number): Promise<Buffer>;
}

/**
 * Writes a stream to a nameless file. It is unlinked while it is still empty: whatever happens to this process,
 * the kernel frees the space.
 */
export async function spool(bytes: AsyncIterable<Uint8Array>, folder: string): Promise<Spool> {
  const path = join(folder, `import-${randomUUID()}.csv`);
  const digest = createHash('sha256');
  const file = await faultsNamed(() => open(path, 'wx+', 0o600));
  try {
    await faultsNamed(() => unlink(path));
    for await (const chunk of bytes) {
      digest.update(chunk);
      await faultsNamed(() => writeAll(file, chunk));
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    sha256: digest.digest('hex'),
    read: () => chunksOf(file),
    start: async (length) => {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position: 0 });
      return buffer.subarray(0, bytesRead);
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += (await file.write(chunk, written)).bytesWritten;
}

async function* chunksOf(file: FileHandle): AsyncGenerator<Buffer, void, void> {
  let position = 0;
  for (;;) {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(IMPORT_LIMITS.readBytes),
      position,
    });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Puts a name to trouble with the disk. Trouble of the stream itself belongs to whoever made it. */
async function faultsNamed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const isFull =
      cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
    const detail = 'Nothing was imported.';
    if (isFull)
      throw new HubError('ledger.full', { cause, detail, hint: 'Make room on the disk and import again.' });
    throw new HubError('ledger.io', {
      cause,
      detail,
      hint: 'Check the disk and the rights of the data folder.',
    });
  }
}
