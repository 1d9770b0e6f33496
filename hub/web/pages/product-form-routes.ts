import { Hono } from 'hono';
import { ProductMerged } from '../../contract/product-events.ts';
import type { ProductAnswer } from '../../contract/views.ts';
import { unreachable } from '../../kit/assert.ts';
import { makeChange, type ChangeOutcome } from '../make-change.ts';
import { findProduct } from '../product-lookup.ts';
import { skuOf, type WebContext, type WebEnv } from '../web-env.ts';
import { formEvent } from './form-key.ts';
import { formTooLarge, notSavedYet, readForm } from './form-answers.ts';
import type { PageContext } from './layout.ts';
import { messagePage } from './message-page.ts';
import { productDonePath } from './paths.ts';
import { readProductForm, type FormState } from './product-form.ts';
import { productPage } from './product-page.ts';

/** The forms of the product page: naming or changing a product, and merging an unlisted one. */
export function productFormRoutes(pages: PageContext): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.on('POST', ['/products', '/products/:sku'], async (context) => {
    const product = pages.ports.reader.product({ sku: skuOf(context) });
    return product === null ? gone(context) : save(context, pages, product);
  });
  routes.on('POST', ['/merge', '/products/:sku/merge'], async (context) => {
    const product = pages.ports.reader.product({ sku: skuOf(context) });
    const values = await readForm(context);
    if (values === null) return formTooLarge(context);
    const before = mergedBefore(pages, values);
    if (before !== null) return context.redirect(productDonePath(before.into, 'merged'), 303);
    return product === null || product.listed ? gone(context) : merge(context, pages, { product, values });
  });
  return routes;
}

async function save(context: WebContext, pages: PageContext, product: ProductAnswer): Promise<Response> {
  const values = await readForm(context);
  if (values === null) return formTooLarge(context);
  const form = readProductForm(product, values, pages.ports.settings.currency);
  if (form.kind === 'invalid') return context.html(productPage(pages, { product, form: form.state }), 422);
  const outcome = await makeChange(pages.ports, (hub) =>
    hub.submitHub('backroom.product.set.v1', form.data, formEvent(values)),
  );
  return changed(context, outcome, {
    done: (hasQuestions) =>
      context.redirect(productDonePath(product.sku, hasQuestions ? 'questions' : 'saved'), 303),
    refused: (reason) =>
      again(context, pages, { product, form: { form: 'product', values, problems: { form: reason } } }),
  });
}

/** The product is gone when the button of its merge was pressed twice. */
function mergedBefore({ ports }: PageContext, values: FormValues): ProductMerged | null {
  const { id } = formEvent(values);
  const event = id === undefined ? null : ports.hubEvent(id);
  return event?.type === 'backroom.product.merged.v1' ? ProductMerged.parse(event.data) : null;
}

type FormValues = FormState['values'];

async function merge(
  context: WebContext,
  pages: PageContext,
  { product, values }: { product: ProductAnswer; values: FormValues },
): Promise<Response> {
  const refuse = (problem: string): Promise<Response> =>
    again(context, pages, { product, form: { form: 'merge', values, problems: { into: problem } } });
  const into = findProduct(pages.ports.reader, values['into'] ?? '');
  if (into === null) return refuse('No product has this code.');
  if (into.sku === product.sku || !into.listed)
    return refuse('This is not a product with an entry of its own.');
  const data = { sku: product.sku, into: into.sku };
  const outcome = await makeChange(pages.ports, (hub) =>
    hub.submitHub('backroom.product.merged.v1', data, formEvent(values)),
  );
  return changed(context, outcome, {
    done: () => context.redirect(productDonePath(into.sku, 'merged'), 303),
    refused: refuse,
  });
}

const LOOK_FIRST = 'The change may still be made: look at the product before you enter it again.';

/** A person went back to a form that was sent, and changed it: the new form below has a key of its own. */
const SENT_BEFORE =
  'This form was sent before, with other words. Nothing was changed now: look it over and send it again.';

interface Answers {
  readonly done: (hasQuestions: boolean) => Response;
  readonly refused: (reason: string) => Promise<Response>;
}

async function changed(context: WebContext, outcome: ChangeOutcome, answers: Answers): Promise<Response> {
  switch (outcome.kind) {
    case 'done':
      return answers.done((outcome.reply.exceptions?.length ?? 0) > 0);
    case 'refused':
      return answers.refused(outcome.reason);
    case 'reused':
      return answers.refused(SENT_BEFORE);
    case 'pending':
      return notSavedYet(context, LOOK_FIRST);
    default:
      return unreachable(outcome);
  }
}

async function again(
  context: WebContext,
  pages: PageContext,
  view: { product: ProductAnswer; form: FormState },
): Promise<Response> {
  return context.html(productPage(pages, view), 422);
}

function gone(context: WebContext): Response | Promise<Response> {
  return context.html(messagePage({ title: 'Not here', message: 'There is no such product any more.' }), 404);
}
