-- What was signed of each sale's journal: a row for each size of its tree, insert only. The key forbids two roots for one size.
-- A row of size 0 begins each tree; whoever makes it grow holds that row meanwhile. edge has 32 bytes for each bit of size.
-- Run again on a book that is like this already, it changes nothing.
CREATE TABLE IF NOT EXISTS certified (
    origin VARCHAR(255)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    size   BIGINT         NOT NULL,
    root   BINARY(32)     NOT NULL,
    edge   VARBINARY(2048) NOT NULL,
    note   TEXT           CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    made   DATETIME(3)    NOT NULL,
    PRIMARY KEY (origin, size)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
