/** What must hold of products, prices and promotions. */
export const CATALOGUE_INVARIANTS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'a barcode leads to a product that was not merged',
    sql: `SELECT b.barcode_key FROM barcode b LEFT JOIN product p ON p.product = b.product
      WHERE p.product IS NULL OR p.merged_into IS NOT NULL`,
  },
  {
    name: 'only of a product that is merged is it kept what the merge took over',
    sql: `SELECT m.product FROM (SELECT product FROM merged_stock UNION SELECT product FROM merged_barcode) m
      LEFT JOIN product p ON p.product = m.product WHERE p.merged_into IS NULL`,
  },
  {
    name: 'products were merged by merges, and what is merged now was merged',
    sql: `SELECT o.product FROM merged_once o LEFT JOIN event e ON e.seq = o.seq
      WHERE json_extract(CAST(e.body AS TEXT), '$.type') IS NOT 'backroom.product.merged.v1'
      UNION ALL SELECT p.product FROM product p WHERE p.merged_into IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM merged_once o WHERE o.product = p.product AND o.into_product = p.merged_into)`,
  },
  {
    name: 'a merged product has nothing on hand',
    sql: `SELECT s.product, s.place FROM stock s JOIN product p ON p.product = s.product
      WHERE p.merged_into IS NOT NULL AND s.on_hand_micro <> 0`,
  },
  {
    name: 'a price is of a product, in a price list or the shop’s own',
    sql: `SELECT p.product, p.price_list FROM price p WHERE p.product NOT IN (SELECT product FROM product)
      OR (p.price_list <> 0 AND p.price_list NOT IN (SELECT price_list FROM price_list))`,
  },
  {
    name: 'what a promotion gave away is what the discounts of the receipt say',
    sql: `SELECT g.seq, g.promotion FROM receipt_promotion g JOIN event e ON e.seq = g.seq
      WHERE g.amount_minor IS NOT (
        SELECT sum(json_extract(d.value, '$.amountMinor'))
        FROM json_each(CAST(e.body AS TEXT), '$.data.lines') l, json_each(l.value, '$.discounts') d
        WHERE json_extract(d.value, '$.promotionId') = g.promotion)`,
  },
  {
    name: 'a promotion’s day is the sum of its receipts',
    sql: `WITH given AS (
        SELECT r.business_date, g.promotion, r.currency, sum(r.kind = 'sale') AS sales,
          sum(r.kind = 'refund') AS refunds, sum(g.amount_minor) AS amount_minor
        FROM receipt_promotion g JOIN receipt r ON r.seq = g.seq WHERE r.voided_seq IS NULL
        GROUP BY r.business_date, g.promotion, r.currency)
      SELECT coalesce(t.business_date, g.business_date) AS business_date FROM promotion_total t
      FULL JOIN given g ON g.business_date = t.business_date AND g.promotion = t.promotion
        AND g.currency = t.currency
      WHERE (coalesce(t.sales, 0), coalesce(t.refunds, 0), coalesce(t.amount_minor, 0))
        IS NOT (coalesce(g.sales, 0), coalesce(g.refunds, 0), coalesce(g.amount_minor, 0))`,
  },
];
