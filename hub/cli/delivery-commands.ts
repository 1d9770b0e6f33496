import { Command } from 'commander';
import { DeliveryAnswer, DeliveryPage } from '../contract/goods-views.ts';
import type { AdminClient } from './admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';
import { currentPerson } from './current-person.ts';
import { linesSaid, said } from './goods-lines.ts';
import type { LineSaid } from './goods-lines.ts';

interface ListOptions extends CommonOptions {
  readonly state: string;
}

interface WorkOptions extends CommonOptions {
  readonly who: string;
  readonly location?: string;
  readonly note?: string;
}

/** Goods of suppliers: what is expected, what came, and what did not. */
export function deliveryCommand(): Command {
  return new Command('delivery')
    .description('goods of suppliers: what is expected, what came, and what did not')
    .addCommand(
      command('list', 'deliveries, newest first')
        .option('--state <state>', 'open or closed', 'open')
        .action(list),
    )
    .addCommand(
      command('show', 'one delivery with its products')
        .argument('<delivery>', 'its id, as `delivery list` shows it')
        .action(show),
    )
    .addCommand(
      command('receive', 'goods of a delivery came')
        .argument('<delivery>', 'its id, as `delivery list` shows it')
        .argument(
          '[lines...]',
          'which products and how much, such as MUG=3; without them all that is to come',
        )
        .option('--location <code>', 'where they came; without it where they are expected')
        .option('--who <name>', 'who received them', currentPerson())
        .option('--note <text>', 'what there is to say of it')
        .action(receive),
    )
    .addCommand(
      command('close', 'nothing more will come of a delivery: what is missing is short')
        .argument('<delivery>', 'its id, as `delivery list` shows it')
        .option('--who <name>', 'who closes it', currentPerson())
        .option('--note <text>', 'what there is to say of it')
        .action(close),
    );
}

async function list(options: ListOptions): Promise<void> {
  const path = `/api/v1/deliveries?limit=200&state=${encodeURIComponent(options.state)}`;
  const answer = await withAdmin(options, (admin) => admin.request('GET', path));
  const { deliveries } = DeliveryPage.parse(answer);
  const cells = deliveries.map((row) => [
    row.deliveryId,
    row.supplier ?? '',
    row.location ?? '',
    row.expectedOn ?? '',
    row.isExpected ? row.state : `${row.state}, not expected`,
  ]);
  const lines =
    deliveries.length === 0
      ? [`No delivery is ${options.state}.`]
      : table(['DELIVERY', 'SUPPLIER', 'LOCATION', 'EXPECTED ON', 'STATE'], cells);
  print(options, deliveries, lines);
}

async function show(deliveryId: string, options: CommonOptions): Promise<void> {
  const delivery = await withAdmin(options, (admin) => deliveryOf(admin, deliveryId));
  const cells = delivery.lines.map((line) => [
    line.sku,
    line.name,
    line.expected,
    line.received,
    line.rejected,
    line.over,
    line.short,
    line.toCome,
  ]);
  print(options, delivery, [
    `Delivery ${deliveryId}${delivery.supplier === null ? '' : ` of ${delivery.supplier}`} is ${delivery.state}.`,
    ...table(['SKU', 'NAME', 'EXPECTED', 'RECEIVED', 'REJECTED', 'OVER', 'SHORT', 'TO COME'], cells),
    ...delivery.rejections.map(
      ({ sku, quantity, reason }) => `Rejected: ${quantity} ${sku}. ${reason ?? ''}`,
    ),
  ]);
}

async function receive(deliveryId: string, texts: readonly string[], options: WorkOptions): Promise<void> {
  const { who, location, note } = options;
  const answer = await withAdmin(options, async (admin) => {
    const lines = texts.length > 0 ? linesSaid(texts) : await allToCome(admin, deliveryId);
    return admin.request('POST', `${pathOf(deliveryId)}/receive`, {
      ...said({ employeeId: who, location, note }),
      lines,
    });
  });
  print(options, answer, [`What came of delivery ${deliveryId} is in the stock.`]);
}

async function allToCome(admin: AdminClient, deliveryId: string): Promise<LineSaid[]> {
  const { lines } = await deliveryOf(admin, deliveryId);
  const due = lines.filter(({ toCome }) => toCome !== '0');
  if (due.length > 0) return due.map(({ sku, toCome }) => ({ sku, quantity: toCome }));
  throw new CommandFailure(`Nothing of delivery ${deliveryId} is still to come.`, 'Say what came: MUG=3', 64);
}

async function close(deliveryId: string, options: WorkOptions): Promise<void> {
  const body = said({ employeeId: options.who, note: options.note });
  const answer = await withAdmin(options, (admin) =>
    admin.request('POST', `${pathOf(deliveryId)}/close`, body),
  );
  print(options, answer, [`Delivery ${deliveryId} is closed.`]);
}

async function deliveryOf(admin: AdminClient, deliveryId: string): Promise<DeliveryAnswer> {
  return DeliveryAnswer.parse(await admin.request('GET', pathOf(deliveryId)));
}

function pathOf(deliveryId: string): string {
  return `/api/v1/deliveries/${encodeURIComponent(deliveryId)}`;
}
