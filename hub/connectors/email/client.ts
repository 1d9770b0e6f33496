import { once } from 'node:events';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Log } from '../../kit/log.ts';
import type { Connector, OutboundBatch, SendOutcome } from '../connector.ts';
import { type Mail, type MailFailure, type MailSetting, outcomeOf, plain, toMail } from './map.ts';

export interface EmailSettings extends MailSetting {
  readonly to: readonly string[];
  readonly host: string;
  readonly port: number;
  /** tls: from the start. starttls: before anything is said. none: for a mail server on this computer. */
  readonly encryption: 'tls' | 'starttls' | 'none';
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Certificates (PEM) that are trusted in place of the well-known ones. */
  readonly ca?: string | undefined;
  readonly timeoutMs: number;
}

/** Mails what people are to be told, one mail for a batch; README.md says what comes and what a server may answer. */
export function createEmailConnector(settings: EmailSettings, log: Log): Connector {
  return {
    kind: 'email',
    send: async (batch, signal) => send(batch, { ...settings, log, signal }),
  };
}

type Sending = EmailSettings & { readonly log: Log; readonly signal: AbortSignal };

async function send(batch: OutboundBatch, setting: Sending): Promise<SendOutcome> {
  const mail = toMail(batch, setting);
  if (mail === null) return { kind: 'done' };
  const timeout = AbortSignal.timeout(setting.timeoutMs);
  const ended = AbortSignal.any([setting.signal, timeout]);
  const connection = connectionTo(setting);
  const broken = brokenOff(connection, ended);
  try {
    await Promise.race([broken, talk(connection, mail, setting)]);
    await sayGoodbye(connection, broken);
    return { kind: 'done' };
  } catch (error) {
    if (setting.signal.aborted) return { kind: 'retry', reason: 'The hub stops.' };
    if (timeout.aborted || failureOf(error).code === 'ETIMEDOUT')
      return { kind: 'retry', reason: `It did not answer within ${setting.timeoutMs / 1_000} seconds.` };
    const outcome = outcomeOf(failureOf(error));
    return outcome.kind === 'done'
      ? outcome
      : { ...outcome, reason: withoutPassword(outcome.reason, setting) };
  } finally {
    connection.close();
  }
}

function connectionTo({ host, port, encryption, ca, timeoutMs }: EmailSettings): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    maxResponseSize: RESPONSE_BYTES_MAX,
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
}

const RESPONSE_BYTES_MAX = 65_536;

/** Rejects when the connection breaks or is to end. */
function brokenOff(connection: SMTPConnection, signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  connection.on('error', reject);
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  return promise;
}

async function talk(connection: SMTPConnection, mail: Mail, setting: Sending): Promise<void> {
  const { from, to, shopName, login, log, name: destination, signal } = setting;
  signal.throwIfAborted();
  await called((done) => connection.connect(done));
  if (login !== null)
    await called((done) => connection.login({ user: login.user, pass: login.password }, done));
  const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
  const words = { ...mail, from: { name: plain(shopName), address: from }, to: [...to], headers };
  const bytes = await new MailComposer({ ...words, disableFileAccess: true, disableUrlAccess: true })
    .compile()
    .build();
  const refusals = await new Promise<readonly MailFailure[]>((resolve, reject) =>
    connection.send({ from, to: [...to] }, bytes, (error, info) =>
      error ? reject(error) : resolve(info.rejectedErrors ?? []),
    ),
  );
  // The mail is out to the others: a batch that came again for one address would come again to all.
  const reasons = refusals.map(({ response, message }) => plain(response ?? message));
  if (reasons.length > 0) log.warn({ destination, reasons }, 'An address did not take the mail.');
}

function called(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

/** The mail is with the server: however this ends, it is done. */
async function sayGoodbye(connection: SMTPConnection, broken: Promise<never>): Promise<void> {
  const closed = once(connection, 'end');
  connection.quit();
  await Promise.race([closed, broken]).catch(() => undefined);
}

function failureOf(error: unknown): MailFailure {
  return error instanceof Error ? error : { message: String(error) };
}

/** A server may say back what it was told. */
function withoutPassword(text: string, { login }: EmailSettings): string {
  if (login === null || login.password === '') return text;
  const { user, password } = login;
  const spoken = [password, base64(password), base64(`\u0000${user}\u0000${password}`)];
  return spoken.reduce((left, secret) => left.replaceAll(secret, '(not shown)'), text);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
