import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { certifyTill } from '../../devices/till/certify/certify-till.ts';
import { certificateText } from '../../devices/till/certify/report.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print } from './context.ts';
import type { CommonOptions } from './context.ts';

interface CertifyOptions extends CommonOptions {
  readonly till: string;
  readonly host: string;
  readonly port: string;
  readonly secretFile?: string;
}

/** Judges a till of any make against the contract, by playing the hub's side. */
export function certifyCommand(): Command {
  return command('certify', 'play the hub’s side and judge whether a till keeps to the contract')
    .requiredOption('--till <name>', 'the name that the till connects with')
    .option('--secret-file <file>', 'a file with the till’s secret, to judge that too')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <number>', 'the port to listen on', '1883')
    .action(certify);
}

async function certify(options: CertifyOptions): Promise<void> {
  const secret =
    options.secretFile === undefined ? {} : { secret: readFileSync(options.secretFile, 'utf8').trim() };
  const out = (line: string): void => void process.stderr.write(`${line}\n`);
  const { till: name, host } = options;
  const certificate = await certifyTill({ name, host, port: Number(options.port), out, ...secret });
  print(options, certificate, [certificateText(certificate)]);
  if (!certificate.isCertified)
    throw new CommandFailure(`The till ${name} does not keep to the contract yet.`);
}
