import { z } from 'zod';

export interface Addresses {
  readonly web: string;
  readonly mqtt: string;
  readonly sandbox: string;
  readonly data: string;
}

/** What the terminal says when everything runs. */
export function welcome({ web, mqtt, sandbox, data }: Addresses): string {
  return `
The corner shop is open. Three tills sell to it; nobody needs the internet.

  The shop's page    ${web}
  Sales as they come ${web}/activity
  Tills connect to   ${mqtt}
  Sandbox, playing the bookkeeping in the cloud: switch it off and on here
                     ${sandbox}

Try this:
  - search for "milk" on the page, or for a barcode, and watch the stock move;
  - switch the sandbox off: the shop sells on, and its queue grows on the activity page; switch it on again;
  - press Ctrl-C in the middle of it all and start again: nothing is missing and nothing counts twice.

The data is in ${data}. Ctrl-C closes the shop.
`;
}

const Totals = z.object({ dayTotals: z.array(z.object({ sales: z.int(), refunds: z.int() })) });
const Destinations = z.object({
  destinations: z.array(
    z.object({ name: z.string(), waiting: z.int(), failingSince: z.string().nullable() }),
  ),
});
const ANSWER_TIMEOUT_MS = 5_000;

/** One line about the day so far, or null when the hub does not say. */
export async function statusLine(web: string, now: Date): Promise<string | null> {
  try {
    const [totals, ways] = await Promise.all([ask(web, 'day-totals'), ask(web, 'destinations')]);
    const [day] = Totals.parse(totals).dayTotals;
    const sandbox = Destinations.parse(ways).destinations.find(({ name }) => name === 'sandbox');
    const time = now.toTimeString().slice(0, 5);
    const counts = `${counted(day?.sales ?? 0, 'sale')} and ${counted(day?.refunds ?? 0, 'refund')}`;
    return `${time}  ${counts} today; ${wayWords(sandbox)}.`;
  } catch {
    return null;
  }
}

function wayWords(sandbox: { waiting: number; failingSince: string | null } | undefined): string {
  if (sandbox === undefined || sandbox.failingSince === null) return 'the sandbox gets everything';
  const [verb, object] = sandbox.waiting === 1 ? ['waits', 'it'] : ['wait', 'them'];
  return `${counted(sandbox.waiting, 'event')} ${verb} for the sandbox, which does not take ${object}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

async function ask(web: string, path: string): Promise<unknown> {
  const response = await fetch(`${web}/api/v1/${path}`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  return response.json();
}
