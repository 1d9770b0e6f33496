import { Hono } from 'hono';
import type { ApiPorts } from '../ports.ts';
import type { WebEnv } from '../web-env.ts';
import { activityRoutes } from './activity.ts';
import { costRoutes } from './costs.ts';
import { catalogueRoutes } from './catalogue.ts';
import { customerListRoutes } from './customer-lists.ts';
import { customerRoutes } from './customers.ts';
import { deliveryRoutes } from './deliveries.ts';
import { countRoutes } from './counts.ts';
import { exceptionRoutes } from './exceptions.ts';
import { goodsRoutes } from './goods.ts';
import { journalRoutes } from './journal.ts';
import { liabilityRoutes } from './liabilities.ts';
import { lotRoutes } from './lots.ts';
import { lowStockRoutes } from './low-stock.ts';
import { paymentRoutes } from './payments.ts';
import { productRoutes } from './products.ts';
import { reservationRoutes } from './reservations.ts';
import { sessionRoutes } from './sessions.ts';
import { transferRoutes } from './transfers.ts';

/**
 * Every route below `/api/v1` that people and their programs ask; tills have `events.ts`. The web port serves them, and
 * the admin socket serves the same to the command line.
 */
export function apiRoutes(ports: ApiPorts): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  // Before the products: the worth of the stock is no SKU.
  routes.route('/', costRoutes(ports));
  routes.route('/', catalogueRoutes(ports));
  routes.route('/', productRoutes(ports));
  routes.route('/', lotRoutes(ports));
  routes.route('/', activityRoutes(ports));
  routes.route('/', exceptionRoutes(ports));
  routes.route('/', reservationRoutes(ports));
  routes.route('/', sessionRoutes(ports));
  routes.route('/', deliveryRoutes(ports));
  routes.route('/', transferRoutes(ports));
  routes.route('/', goodsRoutes(ports));
  routes.route('/', countRoutes(ports));
  routes.route('/', lowStockRoutes(ports));
  routes.route('/', journalRoutes(ports));
  routes.route('/', liabilityRoutes(ports));
  routes.route('/', paymentRoutes(ports));
  routes.route('/', customerListRoutes(ports));
  routes.route('/', customerRoutes(ports));
  return routes;
}
