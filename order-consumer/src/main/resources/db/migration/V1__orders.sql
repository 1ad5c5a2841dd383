-- The order book. Ids compare byte by byte: "Car" and "car" are two sales, an order id is ASCII.
-- IF NOT EXISTS: a program killed between this and its entry in the history may run it again.
CREATE TABLE IF NOT EXISTS orders (
    id         BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    order_id   CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sale       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq        BIGINT       NOT NULL,
    buyer      VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    quantity   INT          NOT NULL,
    decided_at TIMESTAMP(3) NOT NULL,
    created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE KEY orders_order_id (order_id),
    UNIQUE KEY orders_sale_seq (sale, seq)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4;
