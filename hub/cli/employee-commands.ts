import { Command } from 'commander';
import { EmployeePage } from '../contract/customer-views.ts';
import { command, print, table, withAdmin } from './context.ts';
import type { CommonOptions } from './context.ts';

interface SetOptions extends CommonOptions {
  readonly name?: string;
  readonly left?: boolean;
  readonly back?: boolean;
}

/** Who works here: the log knows an id, the name stands beside it. */
export function employeeCommand(): Command {
  return new Command('employee')
    .description('who works here')
    .addCommand(command('list', 'who works here, or did').action(list))
    .addCommand(
      command('set', 'say who an id is')
        .argument('<id>')
        .option('--name <name>', 'what they are called; it never stands in the log')
        .option('--left', 'they do not work here any more')
        .option('--back', 'they work here again')
        .action(set),
    )
    .addCommand(
      command('erase', 'forget the name for ever; what the id did stays').argument('<id>').action(erase),
    );
}

async function list(options: CommonOptions): Promise<void> {
  const page = await withAdmin(options, (admin) => admin.request('GET', '/api/v1/employees?limit=200'));
  const { employees } = EmployeePage.parse(page);
  const cells = employees.map((row) => [
    row.employeeId,
    row.name ?? '',
    row.erased ? 'erased' : row.left ? 'left' : '',
  ]);
  print(
    options,
    { employees },
    employees.length === 0 ? ['Nobody is named.'] : table(['ID', 'NAME', ''], cells),
  );
}

async function set(employeeId: string, options: SetOptions): Promise<void> {
  const { name, left, back } = options;
  const body = { name, ...(left === true ? { left: true } : back === true ? { left: false } : {}) };
  print(options, await change(employeeId, body, options), ['Noted.']);
}

async function erase(employeeId: string, options: CommonOptions): Promise<void> {
  const answer = await change(employeeId, { erased: true }, options);
  print(options, answer, [`Who ${employeeId} is was forgotten. Who comes back gets a new id.`]);
}

function change(employeeId: string, body: object, options: CommonOptions): Promise<unknown> {
  const path = `/api/v1/employees/${encodeURIComponent(employeeId)}`;
  return withAdmin(options, (admin) => admin.request('POST', path, body));
}
