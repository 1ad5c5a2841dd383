-- What becomes of an order: until when it is held, and when it was settled, which is when it left HELD, or when it was accepted
-- if it never was HELD. Rows that are there stay as they are: their orders are CONFIRMED, and NULL stands for decided_at.
-- The index finds all that the journal has of an order.
-- Run again on a book that is like this already, or half so, it changes nothing. MySQL adds both columns or none.
SET @life_columns = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'settled_at') = 0,
    'ALTER TABLE orders
        ADD COLUMN held_until DATETIME(3) NULL,
        ADD COLUMN settled_at DATETIME(3) NULL',
    'DO 0');
PREPARE add_life_columns FROM @life_columns;
EXECUTE add_life_columns;
DEALLOCATE PREPARE add_life_columns;

SET @order_index = IF(
    (SELECT COUNT(*) FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'events' AND index_name = 'events_order_id') = 0,
    'ALTER TABLE events ADD INDEX events_order_id (order_id)',
    'DO 0');
PREPARE add_order_index FROM @order_index;
EXECUTE add_order_index;
DEALLOCATE PREPARE add_order_index;
