import type { AuthenticateError, Client, ConnectPacket } from 'aedes';
import { type Identity, IdentityName } from '../contract/identity.ts';
import type { Clock } from '../kit/clock.ts';
import { messageOf } from '../kit/errors.ts';
import type { Log } from '../kit/log.ts';
import type { AccessRules } from './access-rules.ts';
import { authenticate, type CredentialReader } from './authenticate.ts';
import type { ClientRegister } from './client-register.ts';
import type { Door } from './door.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import type { BrokerLimits } from './limits.ts';

/** Return codes of a CONNACK, MQTT 3.1.1 section 3.2.2.3. */
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_NAME_OR_SECRET = 4;
const NOT_AUTHORIZED = 5;

export interface SignInParts {
  readonly reader: CredentialReader;
  readonly rules: AccessRules;
  readonly register: ClientRegister;
  readonly door: Door;
  readonly limits: BrokerLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly stop: AbortSignal;
}

/**
 * Decides who a client is. It runs before aedes closes an older connection with the same client id, and the id
 * must be the proved name: so nobody can end somebody else's session.
 */
export class SignIn {
  readonly #parts: SignInParts;
  readonly #failures: FailedSignIns;
  readonly #wills = new WeakMap<Client, NonNullable<ConnectPacket['will']>>();

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#failures = new FailedSignIns(parts.limits);
  }

  readonly preConnect = (client: Client, packet: ConnectPacket, done: PreConnectDone): void => {
    if (packet.will !== undefined) this.#wills.set(client, packet.will);
    done(null, true);
  };

  readonly authenticate = (
    client: Client,
    name: string | undefined,
    secret: Buffer | undefined,
    done: SignInDone,
  ): void => {
    const verdict = this.#judgeOrRefuse(client, name, secret);
    if (verdict.kind === 'refused') return void this.#refuse(client, verdict, done);
    this.#parts.register.signIn(client, verdict.identity);
    this.#parts.door.signedIn(client.conn);
    done(null, true);
  };

  /** aedes catches nothing: what is thrown here would end the hub, and every till's connection with it. */
  #judgeOrRefuse(client: Client, name: string | undefined, secret: Buffer | undefined): Verdict {
    try {
      return this.#judge(client, name, secret);
    } catch (fault) {
      this.#parts.log.error({ reason: messageOf(fault) }, 'The ledger could not be read for a sign-in.');
      return refused(SERVER_UNAVAILABLE, 'the ledger could not be read');
    }
  }

  #judge(client: Client, name: string | undefined, secret: Buffer | undefined): Verdict {
    const identity = authenticate(this.#parts.reader, name, secret);
    if (identity === null) return refused(BAD_NAME_OR_SECRET, 'unknown name or wrong secret');
    if (client.id !== identity.name) return refused(IDENTIFIER_REJECTED, 'the client id is not the name');
    const will = this.#wills.get(client);
    if (will === undefined) return { kind: 'proved', identity };
    const claim = {
      topic: will.topic,
      retain: will.retain ?? false,
      bytes: will.payload.length,
      isWill: true,
    };
    const judged = this.#parts.rules.judgePublish(identity, claim);
    return judged.kind === 'denied' ? refused(NOT_AUTHORIZED, judged.reason) : { kind: 'proved', identity };
  }

  async #refuse(client: Client, refusal: Refusal, done: SignInDone): Promise<void> {
    const { clock, limits, log, register, stop } = this.#parts;
    const address = register.addressOf(client);
    const delayMs = this.#failures.begin(address, clock.monotonicMs());
    if (delayMs === null) return client.close();
    log.warn(
      { address, name: printable(client.id), reason: refusal.reason, delayMs },
      'A client was refused.',
    );
    await clock.sleep(Math.min(delayMs, limits.refusalDelayMaxMs), stop);
    this.#failures.end(address);
    done(Object.assign(new Error(`refused: ${refusal.reason}`), { returnCode: refusal.returnCode }), false);
  }
}

type PreConnectDone = (error: Error | null, mayGoOn: boolean) => void;
type SignInDone = (error: AuthenticateError | null, isSignedIn: boolean | null) => void;
type Verdict = { readonly kind: 'proved'; readonly identity: Identity } | Refusal;

interface Refusal {
  readonly kind: 'refused';
  readonly returnCode: number;
  readonly reason: string;
}

function refused(returnCode: number, reason: string): Refusal {
  return { kind: 'refused', returnCode, reason };
}

/** What a stranger calls itself goes to the log only when it could be a name. */
function printable(name: string): string {
  return IdentityName.safeParse(name).success ? name : '(not a name)';
}
