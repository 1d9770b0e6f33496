import type { ActivityAnswer, StockAnswer } from '../../contract/views.ts';
import type { LiveMessages, StockFigures, StockMessage } from '../browser/messages.ts';
import { activityRow } from '../pages/activity-page.ts';
import { badgeWords } from '../pages/badge.ts';
import { markupOf } from '../pages/html.ts';
import type { PageContext } from '../pages/layout.ts';

/** One server-sent event (HTML Standard 9.2.6). JSON has no line breaks of its own, so one data line is enough. */
export function liveText<Name extends keyof LiveMessages>(
  name: Name,
  message: LiveMessages[Name],
  id?: number,
): string {
  const position = id === undefined ? '' : `id: ${id}\n`;
  return `${position}event: ${name}\ndata: ${JSON.stringify(message)}\n\n`;
}

/** The row as markup. Its `id` lets a browser that comes back go on after it. */
export function activityText(context: PageContext, row: ActivityAnswer): string {
  const html = markupOf(activityRow(context, row)).replace(/\s+/g, ' ');
  return liveText('activity', { seq: row.seq, type: row.type, html }, row.seq);
}

export function stockText(context: PageContext, stock: StockAnswer): string {
  const { sku, unit, badge } = stock;
  const message: StockMessage = {
    sku,
    seq: stock.asOfSeq,
    badge,
    badgeWords: badgeWords(badge),
    figures: figuresOf(context, stock, unit),
    locations: stock.locations.map((at) => ({
      location: at.location,
      figures: figuresOf(context, at, unit),
    })),
  };
  return liveText('stock', message);
}

function figuresOf({ format }: PageContext, quantities: StockFigures, unit: string): StockFigures {
  const { onHand, reserved, available, incoming } = quantities;
  return {
    onHand: format.quantity(onHand, unit),
    reserved: format.quantity(reserved, unit),
    available: format.quantity(available, unit),
    incoming: format.quantity(incoming, unit),
  };
}
