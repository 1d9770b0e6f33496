/** Thrown while a body is read that is larger than its limit. */
export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

/** Reads a body of at most `bytesMax` bytes; null when it is larger. */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of limitBody(body, bytesMax)) chunks.push(chunk);
  } catch (thrown) {
    if (thrown instanceof BodyTooLarge) return null;
    throw thrown;
  }
  return Buffer.concat(chunks);
}

/** The chunks of a body as they come. Throws BodyTooLarge at the first byte beyond `bytesMax`. */
export async function* limitBody(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
): AsyncGenerator<Uint8Array, void, void> {
  if (body === null) return;
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > bytesMax) throw new BodyTooLarge();
    yield chunk;
  }
}
