import { ForeignProgram } from './foreign-program.ts';

export interface MosquittoClient {
  readonly port: number;
  readonly name: string;
  readonly secret: string;
}

/** `mosquitto_pub`, `mosquitto_sub` or `mosquitto_rr`, signed in as that till. */
export function mosquitto(
  program: 'pub' | 'sub' | 'rr',
  { port, name, secret }: MosquittoClient,
  { args, input }: { readonly args: readonly string[]; readonly input?: string },
): ForeignProgram {
  const connection = ['-h', '127.0.0.1', '-p', `${port}`, '-i', name, '-u', name, '-P', secret];
  const version = args.includes('-V') ? [] : ['-V', 'mqttv311'];
  return new ForeignProgram(`mosquitto_${program}`, [...connection, ...version, ...args], input);
}
