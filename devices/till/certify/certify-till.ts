import { HubSide } from './hub-side.ts';
import { type CheckResult, Rulebook } from './rulebook.ts';
import { PATIENCE, type Patience, playScenario } from './scenario.ts';

export interface CertifyOptions {
  /** The till's name, as `backroom till add` gave it. */
  readonly name: string;
  /** Judged when it is given. */
  readonly secret?: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Takes one line of text: what the person at the till must know. */
  readonly out: (line: string) => void;
  readonly patience?: Patience;
  /** Told once the till may connect. */
  readonly onListening?: (port: number) => void;
}

export interface Certificate {
  readonly till: string;
  /** True when no clause failed and every clause was seen. */
  readonly isCertified: boolean;
  readonly eventsSeen: number;
  readonly checks: readonly CheckResult[];
}

/**
 * Plays the hub's side against a till in any language and judges it by every clause of the contract that can be seen
 * from outside. The till must sell again and again while it runs. Takes as long as the till takes.
 */
export async function certifyTill(options: CertifyOptions): Promise<Certificate> {
  const rules = new Rulebook();
  const { name, secret, out: say, patience = PATIENCE } = options;
  await using hub = new HubSide({ name, ...(secret === undefined ? {} : { secret }) }, rules);
  const port = await hub.listen(options.host, options.port);
  say(`Connect the till ${name} to mqtt://${options.host}:${port}.`);
  options.onListening?.(port);
  await playScenario({ hub, rules, patience, say });
  const checks = rules.results();
  const isCertified = checks.every(({ id, result }) => result === 'passed' || isBlind(id, options));
  return { till: name, isCertified, eventsSeen: hub.book.events.length, checks };
}

/** Nobody gave the secret, so nobody can say whether it was the right one. */
function isBlind(id: CheckResult['id'], options: CertifyOptions): boolean {
  return id === 'connect.secret' && options.secret === undefined;
}
