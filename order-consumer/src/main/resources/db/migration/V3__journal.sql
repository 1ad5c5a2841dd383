-- The journal: each event of each sale under its number; what each sale is by now; and what the orders know of both.
-- Ids compare byte by byte, as in V1. last_no 0 is an order of a program that knew no journal, whose item nobody kept.
-- Run again on a book that is like this already, or half so, it changes nothing that is there. MySQL has no ADD COLUMN IF NOT
-- EXISTS, but adds all three columns or none.
CREATE TABLE IF NOT EXISTS events (
    sale       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    no         BIGINT      NOT NULL,
    kind       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_id   CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NULL,
    quantity   BIGINT      NOT NULL,
    left_after BIGINT      NOT NULL,
    at         DATETIME(3) NOT NULL,
    detail     JSON        NULL,
    PRIMARY KEY (sale, no)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS sales (
    sale       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    definition JSON        NULL,
    last_no    BIGINT      NOT NULL,
    updated_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;

SET @journal_columns = IF(
    (SELECT COUNT(*) FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'orders' AND column_name = 'last_no') = 0,
    'ALTER TABLE orders
        ADD COLUMN item VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
        ADD COLUMN state VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''CONFIRMED'',
        ADD COLUMN last_no BIGINT NOT NULL DEFAULT 0',
    'DO 0');
PREPARE add_journal_columns FROM @journal_columns;
EXECUTE add_journal_columns;
DEALLOCATE PREPARE add_journal_columns;
