/** The accounts of an entry that a system has no name for. `named`: those that it has one for. */
export function unmapped(accounts: readonly string[], named: ReadonlySet<string>): string[] {
  return [...new Set(accounts)].filter((account) => !named.has(account));
}

const SHOWN_MAX = 5;

/** Why an entry is not posted to a system yet, and what to do: for a person. Null: nothing is in its way. */
export function holdReason(system: string, missing: readonly string[]): string | null {
  if (missing.length === 0) return null;
  const shown = missing.slice(0, SHOWN_MAX).join(', ');
  const more = missing.length > SHOWN_MAX ? ` and ${missing.length - SHOWN_MAX} more` : '';
  return `Nobody has said which account of ${system} is meant by ${shown}${more}. Say it, and it is posted by itself.`;
}
