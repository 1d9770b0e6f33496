import { messageOf } from '../../../hub/kit/errors.ts';
import { ledgerFile } from '../../../hub/ledger/ledger-service.ts';
import { openReader } from '../../../hub/ledger/open.ts';
import { problemsOf } from '../../kit/assert-whole.ts';
import { NEXT_SALE, sellAtNextStart } from './next-start.ts';
import type { RecordedDay } from './recorded-day.ts';

export interface ImageContext {
  /** Which one it is, from 1. */
  readonly image: number;
  /** The sales that were acknowledged before power was cut. */
  readonly acknowledged: readonly string[];
  readonly day: RecordedDay;
}

export interface ImageFindings {
  readonly lost: number;
  readonly problems: readonly string[];
}

/** Every so many images the whole service opens the ledger. */
const SERVICE_EVERY = 10;

/** Opens what a power cut left as the hub opens it, sells once more, and compares it with what was acknowledged. */
export async function openImage(folder: string, context: ImageContext): Promise<ImageFindings> {
  const file = ledgerFile(folder);
  try {
    const outcome = await sellAtNextStart(folder, { withService: context.image % SERVICE_EVERY === 0 });
    const ledgerProblems = problemsOf(file);
    const { lost, problems } = compare(file, context);
    const refused = outcome === 'accepted' ? [] : [`a sale after the power cut is ${outcome}`];
    return { lost, problems: [...refused, ...problems, ...ledgerProblems] };
  } catch (error) {
    return { lost: context.acknowledged.length, problems: [`it does not open: ${messageOf(error)}`] };
  }
}

function compare(file: string, { acknowledged, day }: ImageContext): ImageFindings {
  const db = openReader(file);
  try {
    const rows = db.prepare<[], { id: string; times: number }>(
      "SELECT json_extract(CAST(body AS TEXT), '$.id') AS id, count(*) AS times FROM event GROUP BY 1",
    );
    const times = new Map(rows.all().map((row) => [row.id, row.times]));
    const lost = acknowledged.filter((id) => !times.has(id));
    const made = new Set([...day.sent.values()].flatMap((ids) => [...ids.values()]));
    const problems = [
      ...(lost.length === 0 ? [] : [`${lost.length} acknowledged sales are lost, ${lost[0]} first`]),
      ...[...times].filter(([, count]) => count !== 1).map(([id]) => `${id} is there more than once`),
      ...[...times.keys()].filter((id) => id !== NEXT_SALE && !made.has(id)).map((id) => `nobody sent ${id}`),
    ];
    return { lost: lost.length, problems };
  } finally {
    db.close();
  }
}
