-- What a sale's operator wants of it, and the number of the event that definition and state are from: with it, sales can be
-- written event by event in any order, outside the transaction of the events, and the highest number wins.
-- state is NULL, and changed_no 0, of a sale that nobody has defined.
-- Run again on a book that is like this already, it changes nothing. MySQL adds both columns or none.
SET @state_columns = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'sales' AND column_name = 'changed_no') = 0,
    'ALTER TABLE sales
        ADD COLUMN state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
        ADD COLUMN changed_no BIGINT NOT NULL DEFAULT 0',
    'DO 0');
PREPARE add_state_columns FROM @state_columns;
EXECUTE add_state_columns;
DEALLOCATE PREPARE add_state_columns;

UPDATE sales
    JOIN (SELECT sale, MAX(no) AS no FROM events WHERE kind = 'SALE_CHANGED' GROUP BY sale) changed
        ON changed.sale = sales.sale
    JOIN events ON events.sale = changed.sale AND events.no = changed.no
SET sales.definition = JSON_EXTRACT(events.detail, '$.definition'),
    sales.state = events.detail ->> '$.state',
    sales.changed_no = events.no
WHERE sales.changed_no < events.no;
