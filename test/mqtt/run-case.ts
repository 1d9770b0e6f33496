import { deepEqual, equal, ok } from 'node:assert/strict';
import { assert, must, unreachable } from '../../hub/kit/assert.ts';
import { RunningBroker } from '../kit/broker/running-broker.ts';
import { until } from '../kit/until.ts';
import { playground } from './playground.ts';
import { RawConnection } from './raw-connection.ts';
import { ACTORS, type HeardMessage, type ProtocolCase, type Step } from './steps.ts';
import { PINGREQ, PINGRESP, publish } from './wire.ts';

const STEP_WITHIN_MS = 15_000;
const CONNECTED = Buffer.from([0x20, 2]);

/** Plays a case against a broker of its own. At its end whoever is still connected hears nothing more. */
export async function runCase({ steps }: ProtocolCase): Promise<void> {
  await using running = await RunningBroker.start({}, playground);
  for (const { name } of ACTORS) running.shop.enrol('till', name);
  const stage = new Stage(running);
  const all = steps.flat();
  for (const [index, step] of all.entries())
    await within(`step ${index + 1}, ${step.kind}`, stage.play(step));
  await within('the end', stage.end());
}

class Stage {
  readonly #running: RunningBroker;
  readonly #connections = new Map<string, RawConnection>();
  readonly #signedIn = new Set<string>();
  readonly #ids = new Map<string, Buffer>();

  constructor(running: RunningBroker) {
    this.#running = running;
  }

  async play(step: Step): Promise<void> {
    const { who } = step;
    switch (step.kind) {
      case 'send':
        return (await this.#connection(who)).send(step.bytes);
      case 'hear':
        return this.#hear(who, step.bytes);
      case 'hear message':
        return this.#hearMessage(who, step.message);
      case 'send about':
        return (await this.#connection(who)).send(this.#about(step));
      case 'hear about':
        return this.#hear(who, this.#about(step));
      case 'hear end':
        return this.#hearEnd(who);
      case 'hear nothing':
        return this.#hearNothing(who);
      case 'drop':
        return this.#drop(who);
      case 'ping until end of':
        return this.#pingUntilEndOf(who, step.other);
      case 'submitted':
        return deepEqual(
          this.#running.shop.submissions.map(({ payload }) => payload),
          step.payloads,
        );
      default:
        return unreachable(step);
    }
  }

  async end(): Promise<void> {
    for (const who of this.#signedIn) await this.#hearNothing(who);
    for (const connection of this.#connections.values()) connection.drop();
  }

  async #connection(who: string): Promise<RawConnection> {
    const known = this.#connections.get(who);
    if (known !== undefined) return known;
    const opened = await RawConnection.open(this.#running.port);
    this.#connections.set(who, opened);
    return opened;
  }

  async #next(who: string): Promise<Buffer | null> {
    return must(this.#connections.get(who), `a connection of ${who}`).hear();
  }

  async #hear(who: string, bytes: Buffer): Promise<void> {
    const heard = await this.#next(who);
    equal(hex(heard), hex(bytes), `${who} hears ${hex(heard)} and not ${hex(bytes)}`);
    if (heard?.subarray(0, 2).equals(CONNECTED) === true && heard[3] === 0) this.#signedIn.add(who);
  }

  async #hearMessage(who: string, { id, ...message }: HeardMessage): Promise<void> {
    const heard = await this.#next(who);
    const sent = { ...message, id: 0 };
    if (heard === null || (message.qos ?? 0) === 0) return equal(hex(heard), hex(publish(sent)));
    const lengthDigits = heard.subarray(1).findIndex((byte) => byte < 0x80) + 1;
    const at = 1 + lengthDigits + 2 + Buffer.byteLength(message.topic);
    if (heard.length < at + 2) return equal(hex(heard), hex(publish(sent)));
    const given = Buffer.from(heard.subarray(at, at + 2));
    heard.fill(0, at, at + 2);
    equal(hex(heard), hex(publish(sent)));
    ok(given.readUInt16BE() > 0, 'the packet id is 0');
    if (id === undefined) return;
    const before = this.#ids.get(id);
    if (before !== undefined) equal(hex(given), hex(before), `the packet id of ${id}`);
    const others = [...this.#ids].filter(([name]) => name !== id).map(([, value]) => hex(value));
    ok(!others.includes(hex(given)), `the packet id of ${id} is in use`);
    this.#ids.set(id, given);
  }

  #about({ first, id }: { readonly first: number; readonly id: string }): Buffer {
    return Buffer.concat([Buffer.from([first, 2]), must(this.#ids.get(id), `a message ${id}`)]);
  }

  async #hearEnd(who: string): Promise<void> {
    equal(hex(await this.#next(who)), END);
    this.#forget(who);
    await this.#settled();
  }

  async #hearNothing(who: string): Promise<void> {
    (await this.#connection(who)).send(PINGREQ);
    await this.#hear(who, PINGRESP);
  }

  async #drop(who: string): Promise<void> {
    must(this.#connections.get(who), `a connection of ${who}`).drop();
    this.#forget(who);
    await this.#settled();
  }

  async #pingUntilEndOf(who: string, other: string): Promise<void> {
    const ending = must(this.#connections.get(other), `a connection of ${other}`);
    await until(`${other} is gone`, async () => {
      await this.#hearNothing(who);
      return ending.isClosed;
    });
  }

  /** A connection that is over may be opened again; the broker has noticed when this many are left. */
  async #settled(): Promise<void> {
    const open = [...this.#connections.values()].filter(({ isClosed }) => !isClosed).length;
    await until('the broker has noticed', () => this.#running.broker.connections <= open);
  }

  #forget(who: string): void {
    assert(this.#connections.delete(who), `${who} had a connection`);
    this.#signedIn.delete(who);
  }
}

const END = 'the end';

function hex(bytes: Buffer | null): string {
  return bytes === null ? END : bytes.toString('hex');
}

async function within(what: string, step: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what}: nothing came`)), STEP_WITHIN_MS);
  try {
    await Promise.race([step, late.promise]);
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
