import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { until } from '../until.ts';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly isSecure: boolean;
  readonly user: string | null;
}

export interface MailServerSettings {
  readonly encryption: 'tls' | 'starttls' | 'none';
  readonly login?: readonly [user: string, password: string];
  /** As `makeCertificate` gives them. */
  readonly certificate?: string;
  readonly key?: string;
}

/** What it answers to MAIL, RCPT, `RCPT address`, DATA or AUTH in place of taking it. */
export type MailAnswers = Readonly<Record<string, string>>;

const PROGRAM = fileURLToPath(new URL('mail-server.py', import.meta.url));

/** A real SMTP server (aiosmtpd) in a process of its own. */
export class MailServer implements AsyncDisposable {
  readonly port: number;
  readonly mails: ReceivedMail[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #told = 0;

  static async start(settings: MailServerSettings): Promise<MailServer> {
    const child = spawn('/usr/bin/python3', [PROGRAM, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line]: unknown[] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
    if (typeof line !== 'string')
      throw new Error('the mail server did not start: is python3-aiosmtpd there?');
    return new MailServer(child, lines, (JSON.parse(line) as { port: number }).port);
  }

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, lines: Interface, port: number) {
    this.#child = child;
    this.port = port;
    lines.on('line', (line) => {
      const said = JSON.parse(line) as ReceivedMail | { isTold: true };
      if ('isTold' in said) this.#told += 1;
      else this.mails.push(said);
    });
  }

  /** From now on; without answers it takes everything. */
  async answer(answers: MailAnswers = {}): Promise<void> {
    const before = this.#told;
    this.#child.stdin.write(`${JSON.stringify(answers)}\n`);
    await until('the mail server listens', () => this.#told > before);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

/** A certificate for this computer that nobody but the test knows. */
export async function makeCertificate(
  folder: string,
): Promise<{ certificate: string; key: string; pem: string }> {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const what = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost';
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  await promisify(execFile)('openssl', [...what.split(' '), ...names, ...files]);
  return { certificate, key, pem: readFileSync(certificate, 'utf8') };
}
