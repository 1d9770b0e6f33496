import type { EventInput } from './till-events.ts';

export type Told = Pick<EventInput, 'type' | 'data'> & { readonly id?: string };

/** What happens to money and people: the part of the shop's story (stock-story.ts) in which every such event is told. */
export function moneyStory(): Told[] {
  return [...settings(), ...sessions(), ...liabilities(), ...payments(), ...customers()];
}

function settings(): Told[] {
  return [];
}

function sessions(): Told[] {
  return [];
}

function liabilities(): Told[] {
  return [];
}

function payments(): Told[] {
  return [];
}

function customers(): Told[] {
  return [];
}
