import { html } from 'hono/html';
import type { Badge } from '../../contract/views.ts';
import type { Html } from './html.ts';

const BADGE_WORDS: Readonly<Record<Badge, string>> = {
  ok: '',
  low: 'Low',
  out: 'Out',
  negative: 'Negative',
  untracked: 'Not counted',
};

export function badgeWords(badge: Badge): string {
  return BADGE_WORDS[badge];
}

/** The badge of a product, kept up to date by the live island. */
export function badgeView(sku: string, badge: Badge): Html {
  return html`<span class="badge" data-badge-of="${sku}" data-badge="${badge}">${badgeWords(badge)}</span>`;
}
