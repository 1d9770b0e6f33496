import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectorContract, outboundBatch } from '../../../test/contracts/connector-contract.ts';
import {
  accountingPrograms,
  beancountCheck,
  hledgerBalances,
  hledgerCheck,
} from '../../../test/kit/accounting-programs.ts';
import { tempFolder } from '../../../test/kit/temp-folder.ts';
import type { JournalEntryAnswer } from '../../contract/journal-views.ts';
import { accountKind } from '../../domain/journal-accounts.ts';
import { holdReason, unmapped } from '../../domain/mapping.ts';
import { minorDigits } from '../../domain/receipt-sums.ts';
import { accountName } from './account-name.ts';
import type { LedgerFormat } from './account-name.ts';
import { createPlainTextLedgerConnector } from './client.ts';
import type { JournalPort } from './client.ts';
import { markerOf } from './map.ts';

const running = new AbortController().signal;
const { missing } = accountingPrograms();

/** Names as shops give them, which programs may stumble over. */
const DEPARTMENTS = [
  'Tea',
  'tea',
  'Hot  drinks; & "more" | (half) ',
  ':',
  'Käse:frisch',
  '100 %',
  'ÅÄÖ',
  '*',
  '✝',
];

const SEQS = Array.from({ length: 24 }, (_, index) => index + 1);

/** One entry for each event, over two months. */
function entryOf(seq: number, more: Partial<JournalEntryAnswer> = {}): JournalEntryAnswer {
  const accounts = [
    'cash:till',
    `revenue:${DEPARTMENTS[seq % DEPARTMENTS.length] ?? ''}`,
    'tax:food  7;x 7',
    'liability:gift_card',
  ];
  const minors = [1_000 + seq, -990, -seq, -10];
  return {
    entry: seq,
    kind: 'session',
    businessDate: seq % 2 === 0 ? '2026-11-23' : '2026-10-31',
    currency: seq % 3 === 0 ? 'JPY' : 'EUR',
    seq,
    about: null,
    till: 'till-1',
    registerSession: `"${seq}" ; | \\`,
    reference: null,
    lines: accounts.map((account, index) => ({
      account,
      accountKind: accountKind(account),
      debitMinor: Math.max(0, minors[index] ?? 0),
      creditMinor: Math.max(0, -(minors[index] ?? 0)),
    })),
    ...more,
  };
}

function journal(names = new Map<string, string>()): JournalPort {
  return {
    journalOfEvent: (seq) => [entryOf(seq)],
    journalOfDay: async function* (businessDate) {
      yield SEQS.map((seq) => entryOf(seq)).filter((entry) => entry.businessDate === businessDate);
    },
    accountNames: () => names,
    holdReason: (system, { lines }) =>
      holdReason(
        system,
        unmapped(
          lines.map(({ account }) => account),
          new Set(names.keys()),
        ),
      ),
    minorDigits,
  };
}

function connectorIn(folder: string, format: LedgerFormat = 'hledger', names?: Map<string, string>) {
  return createPlainTextLedgerConnector(
    { name: 'books', format, folder, mappedOnly: false, fromStart: false },
    journal(names),
  );
}

function textIn(folder: string): string {
  const read = (month: string): string => {
    try {
      return readFileSync(join(folder, `month-${month}.journal`), 'utf8');
    } catch {
      return '';
    }
  };
  return read('2026-10') + read('2026-11');
}

function markersIn(folder: string): string[] {
  return textIn(folder)
    .split('\n')
    .filter((line) => line.startsWith('; entry '));
}

connectorContract(
  'plain-text-ledger',
  async () => {
    const temp = tempFolder();
    const folder = join(temp.path, 'books');
    return {
      connector: connectorIn(folder),
      received: async () => markersIn(folder),
      // A file where the folder should be: nobody can write there, root included.
      damage: async () => writeFileSync(folder, ''),
      repair: async () => rmSync(folder),
      [Symbol.asyncDispose]: async () => temp[Symbol.dispose](),
    };
  },
  {
    item: (seq) => {
      const [item] = outboundBatch('k', [seq]).items;
      if (item === undefined) throw new Error('no item');
      return item;
    },
    shown: ({ seq }) => markerOf(seq),
  },
);

describe('the books as text', () => {
  test.for(['hledger', 'beancount'] as const)('are read by %s without a word', async (format, context) => {
    if (missing !== null) return context.skip(missing);
    using folder = tempFolder();
    await connectorIn(folder.path, format).send(outboundBatch('k', SEQS), running);
    if (format === 'beancount') return beancountCheck(join(folder.path, 'books.beancount'));
    const main = join(folder.path, 'books.journal');
    hledgerCheck(main);
    const euros = SEQS.filter((seq) => seq % 3 !== 0).reduce((sum, seq) => sum + 1_000 + seq, 0);
    const yen = SEQS.filter((seq) => seq % 3 === 0).reduce((sum, seq) => sum + 1_000 + seq, 0);
    expect(hledgerBalances(main).get('cash:till')).toBe(`${(euros / 100).toFixed(2)} EUR, ${yen} JPY`);
  });

  test.for(['hledger', 'beancount'] as const)('never give two accounts one name for %s', (format) => {
    const account = fc
      .tuple(
        fc.constantFrom('revenue', 'tax', 'fees', 'clearing:card'),
        fc.string({ unit: 'grapheme', minLength: 1 }),
      )
      .map((parts) => parts.join(':'));
    fc.assert(
      fc.property(account, account, (one, other) => {
        fc.pre(one !== other);
        const named = (key: string): string => accountName(format, key, accountKind(key));
        expect(named(one)).not.toBe(named(other));
      }),
      { seed: 20_261_123 },
    );
    expect(accountName(format, 'revenue:Tea', 'income')).not.toBe(
      accountName(format, 'revenue:tea', 'income'),
    );
  });

  test('are whole again after a power cut anywhere in an entry', async () => {
    using folder = tempFolder();
    const file = join(folder.path, 'month-2026-11.journal');
    await connectorIn(folder.path).send(outboundBatch('k', [2]), running);
    const before = statSync(file).size;
    await connectorIn(folder.path).send(outboundBatch('k', [4]), running);
    const whole = readFileSync(file);
    for (let length = before; length < whole.length; length += 1) {
      truncateSync(file, length);
      await connectorIn(folder.path).send(outboundBatch('k', [4]), running);
      expect(readFileSync(file, 'utf8'), `cut off at ${length}`).toBe(whole.toString());
    }
  });

  test('keep what people add by hand', async () => {
    using folder = tempFolder();
    const connector = connectorIn(folder.path);
    const file = join(folder.path, 'month-2026-11.journal');
    await connector.send(outboundBatch('k', [2]), running);
    const note = '; Asked the accountant.';
    appendFileSync(file, `${note}\n2026-11-24 rent\n  expenses:rent  10.00 EUR\n  bank`);
    await connector.send(outboundBatch('k', [2, 4]), running);
    expect(textIn(folder.path)).toContain(
      `${note}\n2026-11-24 rent\n  expenses:rent  10.00 EUR\n  bank\n\n; entry 4\n`,
    );
    expect(markersIn(folder.path)).toEqual(['; entry 2', '; entry 4']);
  });

  test('wait for an account that nobody mapped, and go on when it is', async () => {
    using folder = tempFolder();
    const names = new Map([
      ['cash:till', 'Cash'],
      ['tax:food  7;x 7', 'VAT'],
      ['liability:gift_card', 'Cards'],
    ]);
    const settings = {
      name: 'books',
      format: 'hledger' as const,
      folder: folder.path,
      mappedOnly: true,
      fromStart: false,
    };
    const connector = createPlainTextLedgerConnector(settings, journal(names));
    names.set('revenue:Käse:frisch', 'Cheese');
    const held = await connector.send(outboundBatch('k', [4, 5]), running);
    expect(held).toMatchObject({ kind: 'retry', answered: true });
    expect('reason' in held && held.reason).toMatch(
      /^Entry 5 of 2026-10-31: .*books is meant by revenue:100 %\. Say it/,
    );
    expect(markersIn(folder.path)).toEqual(['; entry 4']);
    names.set('revenue:100 %', 'Percent');
    expect(await connector.send(outboundBatch('k', [4, 5]), running)).toEqual({ kind: 'done' });
    expect(markersIn(folder.path)).toEqual(['; entry 5', '; entry 4']);
  });

  test('wait where an account was given a name that the program cannot read', async () => {
    using folder = tempFolder();
    const connector = connectorIn(folder.path, 'beancount', new Map([['cash:till', 'cash']]));
    const outcome = await connector.send(outboundBatch('k', [2]), running);
    expect('reason' in outcome && outcome.reason).toMatch(
      /cash:till is to be called cash, which beancount cannot read/,
    );
  });

  test('say of a day what they hold, and what somebody changed or took out', async () => {
    using folder = tempFolder();
    const connector = connectorIn(folder.path);
    const differing = async () =>
      ((await connector.holds?.('2026-11-23', running)) ?? []).filter(
        ({ oursMinor, theirsMinor }) => oursMinor !== theirsMinor,
      );
    expect(await connector.holds?.('2026-11-23', running)).toEqual([]);
    await connector.send(outboundBatch('k', SEQS), running);
    expect(await connector.holds?.('2026-11-23', running)).toContainEqual({
      about: 'cash:till',
      currency: 'JPY',
      oursMinor: 4_060,
      theirsMinor: 4_060,
    });
    expect(await differing()).toEqual([]);
    const file = join(folder.path, 'month-2026-11.journal');
    const text = readFileSync(file, 'utf8');
    const [first = '', second = '', ...rest] = text.split('\n\n');
    writeFileSync(file, [second.replace('cash:till  10.04', 'cash:till  9.04'), ...rest].join('\n\n'));
    expect(first).toContain('; entry 2\n');
    // What is older than the oldest entry of the folder was there before it.
    rmSync(join(folder.path, 'month-2026-10.journal'));
    expect(await differing()).toEqual([
      { about: 'cash:till', currency: 'EUR', oursMinor: expect.any(Number), theirsMinor: expect.any(Number) },
    ]);
    const [row] = await differing();
    expect((row?.oursMinor ?? 0) - (row?.theirsMinor ?? 0)).toBe(100);
    const whole = { name: 'books', format: 'hledger', folder: folder.path, mappedOnly: false } as const;
    const strict = createPlainTextLedgerConnector({ ...whole, fromStart: true }, journal());
    expect(await strict.holds?.('2026-11-23', running)).toContainEqual({
      about: 'entry 2',
      currency: 'EUR',
      oursMinor: 1_002,
      theirsMinor: 0,
    });
  });

  test('say that the hub has to look at its disk when it does not take them', async () => {
    using folder = tempFolder();
    mkdirSync(join(folder.path, 'month-2026-11.journal'));
    const sent = connectorIn(folder.path).send(outboundBatch('k', [2]), running);
    await expect(sent).rejects.toMatchObject({ code: 'books.io' });
  });
});
