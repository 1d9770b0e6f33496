import type { Database, Statement } from 'better-sqlite3';
import type { ActingEmployee, EmployeeAnswer } from '../../contract/customer-views.ts';

interface EmployeeRow {
  readonly employee_id: string;
  readonly name: string | null;
  readonly has_left: number;
  readonly erased_seq: number | null;
}

const EMPLOYEE = `SELECT e.employee_id, n.name, e.has_left, e.erased_seq FROM employee e
  LEFT JOIN employee_name n ON n.employee_id = e.employee_id`;

/** Who works here, or did. The log has ids only: a name is looked up when it is shown. */
export class EmployeeReader {
  readonly #all: Statement<[number], EmployeeRow>;
  readonly #one: Statement<[string], EmployeeRow>;
  readonly #ofEntry: Statement<[number], ActingEmployee>;

  constructor(db: Database) {
    this.#all = db.prepare(`${EMPLOYEE} ORDER BY e.employee_id LIMIT ?`);
    this.#ofEntry = db.prepare(
      `SELECT said.employeeId, n.name FROM (
         SELECT json_extract(CAST(body AS TEXT), '$.data.employeeId') AS employeeId FROM event WHERE seq = ?) said
       LEFT JOIN employee_name n ON n.employee_id = said.employeeId WHERE said.employeeId IS NOT NULL`,
    );
    this.#one = db.prepare(`${EMPLOYEE} WHERE e.employee_id = ?`);
  }

  /** Who did what an entry tells, as far as it says so. */
  ofEntry(seq: number | null): ActingEmployee | null {
    return seq === null ? null : (this.#ofEntry.get(seq) ?? null);
  }

  employees(limit: number): EmployeeAnswer[] {
    return this.#all.all(limit).map(employeeAnswer);
  }

  employee(employeeId: string): EmployeeAnswer | null {
    const row = this.#one.get(employeeId);
    return row === undefined ? null : employeeAnswer(row);
  }
}

function employeeAnswer(row: EmployeeRow): EmployeeAnswer {
  const { employee_id: employeeId, name, has_left: left, erased_seq: erased } = row;
  return { employeeId, name, left: left === 1, erased: erased !== null };
}
