import { readMigrations } from './migrate.ts';

export type TableClass = 'log' | 'projection' | 'reference' | 'delivery' | 'personal' | 'secret';

const DECLARATION = /^-- class: (\w+)\nCREATE (VIRTUAL )?TABLE (\w+)/gm;

export interface TableDeclaration {
  readonly table: string;
  readonly class: TableClass;
  readonly isVirtual: boolean;
}

/** Every table with the class that its migration declares. */
export function tableClasses(): TableDeclaration[] {
  return readMigrations().flatMap(({ sql }) =>
    [...sql.matchAll(DECLARATION)].map(([, tableClass = '', virtual, table = '']) => ({
      table,
      class: tableClass as TableClass,
      isVirtual: virtual !== undefined,
    })),
  );
}

/** The tables that the log alone makes: a replay must come to the same rows. */
export function replayedTables(): TableDeclaration[] {
  return tableClasses().filter((table) => table.class === 'projection' || table.class === 'reference');
}
