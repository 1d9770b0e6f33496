/** A command that did not do what it was asked: what is wrong, what to do, and the exit code. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, hint?: string, exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
