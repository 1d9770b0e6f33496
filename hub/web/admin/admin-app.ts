import { Hono } from 'hono';
import type { Context } from 'hono';
import { IdentityKind, IdentityName } from '../../contract/identity.ts';
import type { Identity } from '../../contract/identity.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HubError } from '../../kit/errors.ts';
import { apiRoutes } from '../api/api-routes.ts';
import { errorAnswer, notFound } from '../api/error-answer.ts';
import type { WebEnv } from '../web-env.ts';
import type { AdminPorts } from './admin-ports.ts';

const ROWS_MAX = 1_000;

/**
 * The technician's side of the hub: the API as programs have it, and one route for each command beyond it. It has no sign-in of its own, because it only listens
 * on a socket that its user alone can open, or is called inside the process of the command itself.
 */
export function createAdminApp(ports: AdminPorts): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use('/api/*', async (c, next) => {
    c.set('actor', 'a technician');
    return next();
  });
  app.route('/api/v1', apiRoutes(ports.api));
  app.get('/status', (c) => c.json(ports.status()));
  app.post('/products/import', async (c) => c.json(await ports.importProducts(bodyOf(c))));
  addIdentityRoutes(app, ports);
  addDeliveryRoutes(app, ports);
  addExceptionRoutes(app, ports);
  addRejectedRoutes(app, ports);
  app.notFound((c) => notFound(c, 'There is no such address.'));
  app.onError((error, c) => {
    if (!(error instanceof HubError)) throw error;
    const { code, message: detail, hint } = error;
    return errorAnswer(c, 409, { code, detail, ...(hint === undefined ? {} : { hint }) });
  });
  return app;
}

function addIdentityRoutes(app: Hono<WebEnv>, ports: AdminPorts): void {
  app.get('/identities', (c) => c.json(ports.identities()));
  app.post('/identities/:kind/:name', async (c) => {
    const { kind, name } = identityOf(c);
    return c.json(await ports.addIdentity(kind, name));
  });
  app.delete('/identities/:kind/:name', async (c) => {
    const { kind, name } = identityOf(c);
    await ports.removeIdentity(kind, name);
    return c.json({ removed: name });
  });
}

function addDeliveryRoutes(app: Hono<WebEnv>, ports: AdminPorts): void {
  app.get('/destinations', (c) => c.json(ports.destinations()));
  app.get('/parked', (c) => c.json(ports.parked(ROWS_MAX)));
  app.delete('/destinations/:name', async (c) =>
    c.json({ dropped: await ports.removeDestination(c.req.param('name')) }),
  );
  app.post('/destinations/:name/parked/:seq/retry', async (c) => {
    const seq = c.req.param('seq');
    return c.json({
      changed: await ports.retryParked(c.req.param('name'), seq === 'all' ? 'all' : numberOf(seq)),
    });
  });
  app.post('/destinations/:name/parked/:seq/skip', async (c) => {
    const who = c.req.query('who') ?? 'a technician';
    return c.json({
      changed: await ports.skipParked(c.req.param('name'), numberOf(c.req.param('seq')), who),
    });
  });
}

function addExceptionRoutes(app: Hono<WebEnv>, ports: AdminPorts): void {
  app.get('/exceptions', (c) => c.json(ports.exceptions(ROWS_MAX)));
}

function addRejectedRoutes(app: Hono<WebEnv>, ports: AdminPorts): void {
  app.get('/rejected', (c) => c.json(ports.rejected(ROWS_MAX)));
  app.get('/rejected/:rejected', (c) => {
    const row = ports.rejectedPayload(numberOf(c.req.param('rejected')));
    return row === null ? unknownPayload(c) : c.json(row);
  });
  app.post('/rejected/:rejected/close', async (c) => {
    const note = (c.req.query('note') ?? '').slice(0, LIMITS.note);
    return c.json({ changed: await ports.closeRejected(numberOf(c.req.param('rejected')), note) });
  });
  app.post('/rejected/:rejected/admit', async (c) => {
    const rejected = numberOf(c.req.param('rejected'));
    const row = ports.rejectedPayload(rejected);
    if (row === null) return unknownPayload(c);
    if (row.admittedSeq !== null) {
      const detail = `It was admitted before, as entry ${row.admittedSeq}.`;
      return errorAnswer(c, 409, { code: 'item.unknown', detail });
    }
    const payload = new Uint8Array(await c.req.arrayBuffer());
    return c.json(await ports.admitRejected(rejected, { payload, from: senderOf(row.sender) }));
  });
}

function identityOf(c: Context): Identity {
  const kind = IdentityKind.safeParse(c.req.param('kind'));
  const name = IdentityName.safeParse(c.req.param('name'));
  if (kind.success && name.success) return { kind: kind.data, name: name.data };
  const detail = name.success
    ? 'A till or a device was expected.'
    : `The name ${name.error.issues[0]?.message ?? 'is wrong'}.`;
  throw new HubError('input.invalid', { detail });
}

function senderOf(sender: string): Identity {
  const [kind, name = ''] = sender.split('/');
  return { kind: kind === 'device' ? 'device' : 'till', name };
}

function numberOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new HubError('input.invalid', { detail: `${text.slice(0, LIMITS.code)} is no number.` });
}

function bodyOf(c: Context): AsyncIterable<Uint8Array> {
  return c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
}

function unknownPayload(c: Context): Response {
  return errorAnswer(c, 404, { code: 'item.unknown', detail: 'There is no such rejected payload.' });
}
