import { z } from 'zod';
import { parseScaled } from '../kit/scaled-decimal.ts';
import { LIMITS, QUANTITY_SCALE } from './limits.ts';

/**
 * The smallest shapes of the wire. Every text that people or machines type is free of control characters,
 * so that nothing stored can break a terminal, a topic or a CSV line.
 */
const PRINTABLE = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]*$/u;

export const text = (max: number) => z.string().max(max).regex(PRINTABLE, 'holds control characters');
export const label = (max: number) => text(max).min(1);

export const Code = label(LIMITS.code).refine((code) => code.trim() === code, 'begins or ends with a space');
export const Reference = label(LIMITS.reference);
export const Name = label(LIMITS.name);
export const Note = text(LIMITS.note);

export const Currency = z.string().regex(/^[A-Z]{3}$/, 'is an ISO 4217 code such as EUR');
export const BusinessDate = z.iso.date();

/** An amount in minor units of the currency: cents, pence. */
export const AmountMinor = z.int().min(-LIMITS.amountMinor).max(LIMITS.amountMinor);

/** Decimal text such as `2`, `-0.5`, `1.234567`: at most six digits behind the point. */
export const Quantity = z
  .string()
  .max(LIMITS.decimalDigits)
  .regex(/^-?\d+(\.\d{1,6})?$/, 'is a decimal number with at most six digits behind the point')
  .refine((value) => {
    const micro = parseScaled(value, QUANTITY_SCALE);
    return micro !== null && Math.abs(micro) <= LIMITS.quantityUnits * 10 ** QUANTITY_SCALE;
  }, `is at most ${LIMITS.quantityUnits}`);

/** Decimal text of any sign and fineness, for unit prices, tax rates and exchange rates. */
export const Decimal = z
  .string()
  .max(LIMITS.decimalDigits)
  .regex(/^-?\d+(\.\d+)?$/, 'is a decimal number such as 12.5');

export const PositiveDecimal = Decimal.refine((value) => !value.startsWith('-'), 'is not negative');
