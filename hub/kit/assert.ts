/** Stops the program when something that cannot be false is false. A bug, never bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** Returns `value` where the code around it proves that it exists. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new AssertionFailure(`${what} is missing`);
  return value;
}

/** Closes a `switch` over a union: the compiler objects when a kind is not handled. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`not handled: ${JSON.stringify(value)}`);
}

class AssertionFailure extends Error {
  override name = 'AssertionFailure';
}
