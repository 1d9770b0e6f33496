import { html } from 'hono/html';
import { LIMITS } from '../../contract/limits.ts';
import { plainWords } from '../../contract/plain-words.ts';
import { ProductKind, ProductSet, ProductUnit } from '../../contract/product-events.ts';
import type { ProductAnswer } from '../../contract/views.ts';
import { isGtin } from '../../kit/gtin.ts';
import { keyField } from './form-key.ts';
import type { Html } from './html.ts';
import { mergePath, productPath } from './paths.ts';

/** What a person typed, by field, and what is wrong with it. */
export interface FormState {
  /** Of the two forms on a product's page, the one that was sent. */
  readonly form: 'product' | 'merge';
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
}

export function productForm(product: ProductAnswer, state: FormState | undefined): Html {
  const values: Readonly<Record<string, string>> = state?.values ?? valuesOf(product);
  const field = (name: string, label: string, more: FieldOptions = {}): Html =>
    textField({ name, label, value: values[name] ?? '', problem: state?.problems[name], ...more });
  return html`<form class="fields" method="post" action="${productPath(product.sku)}">
    ${keyField()}
    ${state === undefined ? '' : html`<p class="problem" role="alert">${state.problems['form'] ?? 'Please look at the fields that are marked.'}</p>`}
    ${field('name', 'Name', { required: true, maxLength: LIMITS.name })}
    <div class="pair">
      ${field('price', 'Price, tax included', { inputMode: 'decimal', maxLength: LIMITS.decimalDigits })}
      ${select('unit', 'Sold by', { value: values['unit'] ?? '', options: ProductUnit.options })}
    </div>
    <div class="pair">
      ${field('department', 'Department', { maxLength: LIMITS.name })}
      ${select('kind', 'Kind', { value: values['kind'] ?? '', options: ProductKind.options })}
    </div>
    <div class="pair">
      ${field('taxCategory', 'Tax category', { maxLength: LIMITS.code })}
      ${field('lowStockLevel', 'Low at', { inputMode: 'decimal', maxLength: LIMITS.decimalDigits })}
    </div>
    ${field('barcodes', 'Barcodes, with spaces between them', { scan: true })}
    <p><button class="primary">Save</button></p>
  </form>`;
}

/** An unlisted product that turns out to be a listed one. */
export function mergeForm(product: ProductAnswer, state: FormState | undefined): Html {
  const value = state?.values['into'] ?? '';
  return html`<form class="fields" method="post" action="${mergePath(product.sku)}">
    ${keyField()}
    <p class="muted">Its stock, its codes and its history go over to that product. A merge can be undone: <code>backroom product unmerge</code>.</p>
    ${textField({ name: 'into', label: 'SKU or barcode of that product', value, problem: state?.problems['into'], required: true, scan: true })}
    <p><button>Merge</button></p>
  </form>`;
}

interface FieldOptions {
  readonly required?: boolean;
  readonly inputMode?: 'decimal';
  readonly maxLength?: number;
  /** A scan while this field has the focus belongs into it. */
  readonly scan?: boolean;
}

interface TextField extends FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
}

function textField(field: TextField): Html {
  const { name, problem } = field;
  return html`<div class="field">
    <label for="${name}">${field.label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${field.value}"
      autocomplete="off"
      inputmode="${field.inputMode ?? 'text'}"
      maxlength="${field.maxLength ?? LIMITS.note}"
      ${field.required === true ? 'required' : ''}
      ${field.scan === true ? 'data-scan-here' : ''}
      ${problem === undefined ? '' : html`aria-invalid="true" aria-describedby="${name}-problem"`}
    />
    ${problem === undefined ? '' : html`<p class="problem" id="${name}-problem">${problem}</p>`}
  </div>`;
}

function select(
  name: string,
  label: string,
  { value, options }: { value: string; options: readonly string[] },
): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      ${options.map((option) => html`<option value="${option}" ${option === value ? 'selected' : ''}>${OPTION_WORDS[option] ?? option}</option>`)}
    </select>
  </div>`;
}

const OPTION_WORDS: Readonly<Record<string, string>> = {
  each: 'piece',
  l: 'litre',
  ml: 'millilitre',
  m: 'metre',
  m2: 'square metre',
  g: 'gram',
  gift_card: 'gift card',
};

function valuesOf(product: ProductAnswer): Record<string, string> {
  return {
    name: product.listed || product.name !== product.sku ? product.name : '',
    price: product.price ?? '',
    unit: product.unit,
    department: product.department ?? '',
    kind: product.kind,
    taxCategory: product.taxCategory ?? '',
    lowStockLevel: product.lowStockLevel ?? '',
    barcodes: barcodesOf(product).join(' '),
  };
}

/** An unlisted product that was sold by the code on its package has that code for a barcode. */
function barcodesOf({ listed, sku, barcodes }: ProductAnswer): readonly string[] {
  return !listed && barcodes.length === 0 && isGtin(sku) ? [sku] : barcodes;
}

export type ReadForm =
  | { readonly kind: 'valid'; readonly data: ProductSet }
  | { readonly kind: 'invalid'; readonly state: FormState };

/** Reads the form. An empty field means that the product has no such thing. */
export function readProductForm(
  product: ProductAnswer,
  values: Record<string, string>,
  currency: string,
): ReadForm {
  const typed = (name: string): string | undefined => values[name]?.trim() || undefined;
  const price = decimalOf(typed('price'));
  const fields = {
    sku: product.sku,
    name: typed('name') ?? '',
    department: typed('department'),
    kind: typed('kind'),
    unit: typed('unit'),
    price,
    currency: price === undefined ? undefined : (product.currency ?? currency),
    taxCategory: typed('taxCategory'),
    barcodes: values['barcodes']?.split(/\s+/).filter((barcode) => barcode !== '') ?? [],
    lowStockLevel: decimalOf(typed('lowStockLevel')),
    ...keptOf(product),
  };
  const parsed = ProductSet.safeParse(fields, { error: plainWords });
  if (parsed.success) return { kind: 'valid', data: parsed.data };
  const problems: Record<string, string> = {};
  for (const issue of parsed.error.issues) problems[String(issue.path[0])] ??= sentence(issue.message);
  return { kind: 'invalid', state: { form: 'product', values, problems } };
}

/** What the form has no field for stays as it is. */
function keptOf({ packs, shelf, ageLimit, depositSku, withdrawn }: ProductAnswer): Partial<ProductSet> {
  return {
    ...(packs.length === 0 ? {} : { packs }),
    ...(shelf === null ? {} : { shelf }),
    ...(ageLimit === null ? {} : { ageLimit }),
    ...(depositSku === null ? {} : { depositSku }),
    ...(withdrawn ? { withdrawn } : {}),
  };
}

/** `is empty` stands below the field that it is about. */
function sentence(words: string): string {
  return `It ${words}.`;
}

/** People type a decimal comma where the shop writes one. */
function decimalOf(typed: string | undefined): string | undefined {
  return typed?.replace(/^(-?\d+),(\d+)$/, '$1.$2');
}
