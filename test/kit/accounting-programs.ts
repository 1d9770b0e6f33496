import { execFileSync } from 'node:child_process';

/** Whether both accounting programs are here, and what to do where they are not. */
export function accountingPrograms(): { readonly missing: string | null } {
  try {
    execFileSync('hledger', ['--version'], { stdio: 'ignore' });
    execFileSync('bean-check', ['--version'], { stdio: 'ignore' });
    return { missing: null };
  } catch {
    return { missing: 'hledger or beancount is not installed: apt-get install hledger beancount' };
  }
}

/** Fails, in hledger's own words, where books do not balance or name what was never declared. */
export function hledgerCheck(file: string): void {
  execFileSync('hledger', ['-f', file, 'check', '--strict'], { stdio: 'pipe' });
}

/** Debit less credit of every account, as decimal text with its currency, by hledger; accounts at zero are left out. */
export function hledgerBalances(file: string): Map<string, string> {
  const csv = execFileSync('hledger', ['-f', file, 'balance', '--flat', '--no-total', '-O', 'csv'], {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  const rows = csv
    .split('\n')
    .slice(1)
    .filter((row) => row !== '');
  return new Map(
    rows.map((row) => {
      const [, account = '', amount = ''] = /^"((?:[^"]|"")*)","(.*)"$/.exec(row) ?? [];
      return [account.replaceAll('""', '"'), amount];
    }),
  );
}

/** Fails, in beancount's own words, where books do not balance or name what was never opened. */
export function beancountCheck(file: string): void {
  execFileSync('bean-check', ['--no-cache', file], { stdio: 'pipe' });
}
