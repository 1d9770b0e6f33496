import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HubError, messageOf } from '../../hub/kit/errors.ts';

export interface DemoSettings {
  readonly data: string;
  readonly webPort: number;
  readonly mqttPort: number;
  readonly sandboxPort: number;
  readonly pace: number;
}

export const USAGE = `npm start -- [options]

  --data DIR         where the shop's data is kept (./data)
  --web-port N       port of the shop's page (8080); 0 takes any free one
  --mqtt-port N      port that tills connect to (1883)
  --sandbox-port N   port of the sandbox destination (8090); another one when it is taken
  --pace N           how much busier than a usual shop (1)
  --help             this text`;

const PORT_MAX = 65_535;
const PACE_MAX = 100;

/** Reads the command line; null when the usage was asked for. Throws HubError('input.invalid'). */
export function readSettings(args: readonly string[]): DemoSettings | null {
  const values = valuesOf(args);
  if (values.help) return null;
  return {
    data: resolve(values.data),
    webPort: numberOf('web-port', values['web-port'], PORT_MAX),
    mqttPort: numberOf('mqtt-port', values['mqtt-port'], PORT_MAX),
    sandboxPort: numberOf('sandbox-port', values['sandbox-port'], PORT_MAX),
    pace: Math.max(1, numberOf('pace', values.pace, PACE_MAX)),
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: { type: 'string', default: 'data' },
        'web-port': { type: 'string', default: '8080' },
        'mqtt-port': { type: 'string', default: '1883' },
        'sandbox-port': { type: 'string', default: '8090' },
        pace: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    throw new HubError('input.invalid', { detail: messageOf(cause), hint: USAGE });
  }
}

function numberOf(option: string, text: string, max: number): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= max) return Number(text);
  throw new HubError('input.invalid', {
    detail: `--${option} is a number from 0 to ${max}, and not ${text}.`,
    hint: USAGE,
  });
}
