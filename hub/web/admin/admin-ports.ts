import type { AdminStatus, NewIdentity } from '../../contract/admin-views.ts';
import type { Identity, IdentityKind } from '../../contract/identity.ts';
import type { EventReply } from '../../contract/reply.ts';
import type {
  DestinationAnswer,
  ExceptionAnswer,
  ParkedAnswer,
  RejectedAnswer,
} from '../../contract/views.ts';
import type { ApiPorts, ImportReport } from '../ports.ts';

/** What a technician's commands need, whether a hub runs or not. */
export interface AdminPorts {
  /** The routes below `/api/v1`, the same as on the web port. */
  readonly api: ApiPorts;
  /** Makes an identity and tells its secret, once. Throws HubError('identity.taken'). */
  readonly addIdentity: (kind: IdentityKind, name: string) => Promise<NewIdentity>;
  /** Takes the credential away and ends its connection. Throws HubError('identity.unknown'). */
  readonly removeIdentity: (kind: IdentityKind, name: string) => Promise<void>;
  readonly identities: () => readonly { readonly kind: IdentityKind; readonly name: string }[];
  readonly importProducts: (csv: AsyncIterable<Uint8Array>) => Promise<ImportReport>;
  readonly destinations: () => DestinationAnswer[];
  readonly parked: (limit: number) => ParkedAnswer[];
  readonly retryParked: (destination: string, seq: number | 'all') => Promise<number>;
  readonly skipParked: (destination: string, seq: number, who: string) => Promise<number>;
  /** Gives how many events were never delivered. Throws HubError while the destination is set up. */
  readonly removeDestination: (name: string) => Promise<number>;
  readonly exceptions: (limit: number) => ExceptionAnswer[];
  readonly rejected: (limit: number) => RejectedAnswer[];
  readonly rejectedPayload: (
    rejected: number,
  ) => { payload: string; sender: string; reason: string; admittedSeq: number | null } | null;
  readonly admitRejected: (
    rejected: number,
    repair: { payload: Uint8Array; from: Identity },
  ) => Promise<EventReply>;
  /** Gives how many were open. */
  readonly closeRejected: (rejected: number, note: string) => Promise<number>;
  readonly status: () => AdminStatus;
}
