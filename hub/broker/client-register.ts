import type { Client } from 'aedes';
import type { Identity } from '../contract/identity.ts';

/** What the broker knows of its connections: where each comes from and, once it has signed in, who it is. */
export class ClientRegister {
  readonly #addresses = new WeakMap<Client, string>();
  readonly #identities = new WeakMap<Client, Identity>();
  readonly #byName = new Map<string, Client>();

  arrive(client: Client, address: string): void {
    this.#addresses.set(client, address);
  }

  signIn(client: Client, identity: Identity): void {
    this.#identities.set(client, identity);
    this.#byName.set(identity.name, client);
  }

  leave(client: Client): void {
    const name = this.#identities.get(client)?.name;
    if (name !== undefined && this.#byName.get(name) === client) this.#byName.delete(name);
  }

  addressOf(client: Client): string {
    return this.#addresses.get(client) ?? 'unknown';
  }

  /** Undefined until the client has proved who it is. */
  identityOf(client: Client): Identity | undefined {
    return this.#identities.get(client);
  }

  clientOf(name: string): Client | undefined {
    return this.#byName.get(name);
  }
}
