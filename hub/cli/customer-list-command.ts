import type { Command } from 'commander';
import { CustomerList, LIST_COLUMNS } from '../contract/customer-views.ts';
import { csvText } from '../kit/csv-text.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface ListOptions extends CommonOptions {
  readonly department?: string;
  readonly notSince?: string;
  readonly spentOver?: string;
  readonly year?: string;
  readonly currency?: string;
  readonly consent: string;
  readonly csv?: boolean;
}

/** Lists for whoever writes to customers. */
export function customerListCommand(): Command {
  return command('list', 'customers by rule: each rule that is given must hold')
    .option('--department <name>', 'bought something of it')
    .option('--not-since <days>', 'bought nothing for so many days')
    .option('--spent-over <minor>', 'spent more in the year, in minor units such as cents')
    .option('--year <year>', 'the year of --spent-over; this one where it is left out')
    .option('--currency <code>', 'of what was spent')
    .option('--consent <channel>', 'only who said yes to email, sms, phone or post; any asks nobody', 'email')
    .option('--csv', 'print CSV for a mail system')
    .action(list);
}

async function list(options: ListOptions): Promise<void> {
  const customers = await withAdmin(options, async (admin) => {
    const found: CustomerList['customers'] = [];
    for (let after: number | null = 0; after !== null;) {
      const answer = await admin.request('GET', `/api/v1/customer-list?${queryOf(options)}&after=${after}`);
      const page: CustomerList = CustomerList.parse(answer);
      found.push(...page.customers);
      after = page.next;
    }
    return found;
  });
  if (options.csv === true) return void process.stdout.write(csvText(LIST_COLUMNS, customers));
  const cells = customers.map((row) => [row.customerId, row.name ?? '', row.email ?? '', row.lastDate]);
  print(options, { customers }, table(['CUSTOMER', 'NAME', 'E-MAIL', 'LAST BOUGHT'], cells));
}

function queryOf(options: ListOptions): string {
  const { department, notSince, spentOver, year, currency, consent } = options;
  const asked = { department, notSinceDays: notSince, spentOverMinor: spentOver, year, currency, consent };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
  return query.toString();
}
