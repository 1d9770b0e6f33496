import {
  CustomerCaptured,
  CustomerErased,
  CustomerMerged,
  CustomerMergeUndone,
  EmployeeSet,
  LoyaltyAdjusted,
} from '../customer-events.ts';
import {
  CustomerAnswer,
  CustomerExport,
  CustomerList,
  CustomerPage,
  EmployeeAnswer,
  PointsAnswer,
} from '../customer-views.ts';

/** Customers and people who work here, as documents name them. */
export const CUSTOMER_SCHEMAS = {
  CustomerAnswer,
  CustomerErasure: CustomerErased.omit({ customerId: true }),
  CustomerExport,
  CustomerFields: CustomerCaptured.partial({ customerId: true }),
  CustomerList,
  CustomerMergeTarget: CustomerMerged.omit({ customerId: true }).partial({ because: true }),
  CustomerMergeUndoing: CustomerMergeUndone.omit({ customerId: true }),
  CustomerPage,
  EmployeeAnswer,
  EmployeeFields: EmployeeSet.omit({ employeeId: true }),
  PointsAnswer,
  PointsChange: LoyaltyAdjusted.omit({ customerId: true }),
};
