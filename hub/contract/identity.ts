import { z } from 'zod';

/** The name of a till or a device: its MQTT client id and user name, and a level of its topics. */
export const IdentityName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'begins with a letter or digit and has at most 64 letters, digits, dots, hyphens and underscores',
  );

export const IdentityKind = z.enum(['till', 'device']);
export type IdentityKind = z.infer<typeof IdentityKind>;

/** Who sent something, as its credential proved. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly name: string;
}
