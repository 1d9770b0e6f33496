import { connack, connect, type ConnectFields, DISCONNECT } from './wire.ts';

/** One case of the table: what is sent and what is heard, and the statement of MQTT 3.1.1 that says so. */
export interface ProtocolCase {
  /** As the specification numbers it, without brackets. */
  readonly statement: string;
  /** What the broker does, in the present tense. */
  readonly title: string;
  readonly steps: readonly (Step | readonly Step[])[];
  /** The steps show what the broker does, and the statement demands something else: what, and why it stays. */
  readonly deviates?: string;
}

/** What a message to a subscriber must look like; its packet id is the broker's choice, kept under the name `id`. */
export interface HeardMessage {
  readonly topic: string;
  readonly message?: string;
  readonly qos?: number;
  readonly dup?: boolean;
  readonly retain?: boolean;
  readonly id?: string;
}

export type Step = { readonly who: string } & (
  | { readonly kind: 'send'; readonly bytes: Buffer }
  | { readonly kind: 'hear'; readonly bytes: Buffer }
  | { readonly kind: 'hear message'; readonly message: HeardMessage }
  /** Sends a packet of four bytes about the message with the id of that name, or hears one. */
  | { readonly kind: 'send about' | 'hear about'; readonly first: number; readonly id: string }
  | { readonly kind: 'hear end' }
  | { readonly kind: 'hear nothing' }
  | { readonly kind: 'drop' }
  /** Pings until the other connection has ended. */
  | { readonly kind: 'ping until end of'; readonly other: string }
  /** What the ledger was given, in order, up to here. */
  | { readonly kind: 'submitted'; readonly payloads: readonly string[] }
);

const ABOUT = { puback: 0x40, pubrec: 0x50, pubrel: 0x62, pubcomp: 0x70 } as const;

/** Who takes part in a case. Its connection is opened by the first thing it sends, and again after an end. */
export class Actor {
  readonly who: string;
  readonly name: string;

  constructor(who: string, name: string) {
    this.who = who;
    this.name = name;
  }

  get identity(): { id: string; name: string; secret: string } {
    return { id: this.name, name: this.name, secret: `secret-of-${this.name}` };
  }

  /** Everything in one write. */
  sends(...packets: readonly Uint8Array[]): Step {
    return { who: this.who, kind: 'send', bytes: Buffer.concat(packets) };
  }

  sendsByteByByte(packet: Uint8Array): readonly Step[] {
    return [...packet].map((byte) => this.sends(Buffer.from([byte])));
  }

  hears(...packets: readonly Buffer[]): readonly Step[] {
    return packets.map((bytes) => ({ who: this.who, kind: 'hear', bytes }));
  }

  hearsMessage(message: HeardMessage): Step {
    return { who: this.who, kind: 'hear message', message };
  }

  sendsAbout(packet: keyof typeof ABOUT, id: string): Step {
    return { who: this.who, kind: 'send about', first: ABOUT[packet], id };
  }

  hearsAbout(packet: keyof typeof ABOUT, id: string): Step {
    return { who: this.who, kind: 'hear about', first: ABOUT[packet], id };
  }

  /** The connection ends, and nothing was heard before. */
  hearsEnd(): Step {
    return { who: this.who, kind: 'hear end' };
  }

  /** A PINGREQ is sent, and its PINGRESP is the next that is heard. */
  hearsNothing(): Step {
    return { who: this.who, kind: 'hear nothing' };
  }

  drops(): Step {
    return { who: this.who, kind: 'drop' };
  }

  pingsUntilEndOf(other: Actor): Step {
    return { who: this.who, kind: 'ping until end of', other: other.who };
  }

  connects(fields: ConnectFields = {}): Step {
    return this.sends(connect({ ...this.identity, ...fields }));
  }

  signsIn(fields: ConnectFields = {}, isSessionPresent = false): readonly Step[] {
    return [this.connects(fields), ...this.hears(connack(0, isSessionPresent))];
  }

  leaves(): readonly Step[] {
    return [this.sends(DISCONNECT), this.hearsEnd()];
  }

  submitted(...payloads: readonly string[]): Step {
    return { who: this.who, kind: 'submitted', payloads };
  }
}

export const till = new Actor('till', 'till-1');
export const other = new Actor('other', 'till-2');
/** The same till on another connection. */
export const twin = new Actor('twin', 'till-1');
/** Tills with the shortest name, and with one of 23 letters and digits. */
export const short = new Actor('short', 'x');
export const long = new Actor('long', 'abcdefghijklmnopqrstu0Z');

export const ACTORS: readonly Actor[] = [till, other, twin, short, long];

export const EVENT = 'backroom/v1/till/till-1/event';
