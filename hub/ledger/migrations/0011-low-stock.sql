-- The level of a product at a place, where it is another one than the product's own, and by how much it must be passed
-- until the product is not low there any more. low_since: the entry that made it low. low_told: the entry of which people
-- were told that it made it low.
ALTER TABLE stock ADD COLUMN level_micro INTEGER;
ALTER TABLE stock ADD COLUMN margin_micro INTEGER;
ALTER TABLE stock ADD COLUMN low_since INTEGER;
ALTER TABLE stock ADD COLUMN low_told INTEGER;

CREATE INDEX stock_own_level ON stock (product, place) WHERE level_micro IS NOT NULL;
CREATE INDEX stock_low ON stock (low_since, product, place) WHERE low_since IS NOT NULL;
CREATE INDEX stock_low_to_tell ON stock (product, place, low_since, low_told) WHERE low_since IS NOT low_told;
