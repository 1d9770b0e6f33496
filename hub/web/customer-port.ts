import type {
  CustomerAnswer,
  EmployeeAnswer,
  ListedCustomer,
  OtherFields,
  PointsAnswer,
} from '../contract/customer-views.ts';

/** A place in a history, newest first. */
export interface HistoryPlace {
  readonly businessDate: string;
  readonly seq: number;
}

/** What a list asks of a customer: every rule that is set must hold. */
export interface ListRules {
  readonly department?: string | undefined;
  readonly notSince?: string | undefined;
  readonly spentOver?:
    | { readonly minor: number; readonly year: string; readonly currency: string }
    | undefined;
  readonly consent?: 'email' | 'sms' | 'phone' | 'post' | undefined;
}

/** Customers and who works here. */
export interface CustomerReader {
  customer(customerId: string, options: { receipts: number; before?: HistoryPlace }): CustomerAnswer | null;
  findCustomers(field: 'email' | 'phone' | 'card', value: string): CustomerAnswer[];
  customerPoints(customerId: string, limit: number): PointsAnswer | null;
  /** What was told of a customer, or of their receipts, beyond the contract. */
  customerOtherFields(customerId: string, limit: number): OtherFields[];
  /** What the till told of a receipt. */
  receiptData(seq: number): unknown;
  /** Looks at `limit` ids from behind `after` on. */
  customerList(
    rules: ListRules,
    options: { after: number; limit: number },
  ): { readonly customers: readonly ListedCustomer[]; readonly next: number | null };
  employees(limit: number): EmployeeAnswer[];
  employee(employeeId: string): EmployeeAnswer | null;
}
