import { z } from 'zod';
import { maskCardNumbers } from '../kit/card-number.ts';
import { LIMITS } from './limits.ts';

/**
 * The smallest shapes of the wire. Every text that people or machines type is free of control characters,
 * so that nothing stored can break a terminal, a topic or a CSV line. Rules are patterns where a pattern can
 * say them: those are emitted to JSON Schema, a refinement is not.
 */
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]*$/u;

export const text = (max: number) => z.string().max(max).regex(PRINTABLE, 'holds control characters');
export const label = (max: number) => text(max).min(1);

/**
 * What people type in their own words. What could be a full card number in it is masked as it is read; codes, ids and
 * references are left alone, since one number in ten has a card's check digit by chance.
 */
export const words = (max: number) => text(max).overwrite(maskCardNumbers);

export const Code = label(LIMITS.code).regex(/^\S(?:[\s\S]*\S)?$/u, 'begins or ends with a space');
export const Reference = label(LIMITS.reference);
export const Name = words(LIMITS.name).min(1);
export const Note = words(LIMITS.note);

export const Currency = z.string().regex(/^[A-Z]{3}$/, 'is not an ISO 4217 code such as EUR');
export const BusinessDate = z.iso.date();

/** A line names its product by a SKU or a barcode, or both. */
export const namesItsProduct = (line: { sku?: string | undefined; barcode?: string | undefined }): boolean =>
  line.sku !== undefined || line.barcode !== undefined;
export const NAMES_ITS_PRODUCT = 'needs a sku or a barcode';
/** The same rule in JSON Schema, which cannot see a refinement. */
export const NAMES_ITS_PRODUCT_SCHEMA = {
  description: 'Names its product by a sku, a barcode or both.',
  anyOf: [{ required: ['sku'] }, { required: ['barcode'] }],
};

export const AmountMinor = z
  .int()
  .min(-LIMITS.amountMinor)
  .max(LIMITS.amountMinor)
  .describe('In minor units of the currency: cents, pence.');

/** Decimal text such as `2`, `-0.5`, `1.234567`: at most six digits behind the point. */
export const Quantity = z
  .string()
  .max(LIMITS.decimalDigits)
  .regex(/^-?\d+(\.\d{1,6})?$/, 'is not a decimal number with at most six digits behind the point')
  .regex(/^-?0{0,10}(?:999999(?:\.0*)?|(?!999999)\d{1,6}(?:\.\d*)?)$/, `is more than ${LIMITS.quantityUnits}`)
  .describe('Decimal text in the unit of the product, such as `2` or `0.412`.');

/** Decimal text of any sign and fineness, for unit prices, tax rates and exchange rates. */
export const Decimal = z
  .string()
  .max(LIMITS.decimalDigits)
  .regex(/^-?\d+(\.\d+)?$/, 'is not a decimal number such as 12.5');

export const PositiveDecimal = Decimal.regex(/^[^-]/, 'is negative');
