-- Times in UTC that neither end in 2038 nor depend on the server's explicit_defaults_for_timestamp, which could let an
-- update change decided_at. The session's zone is the one in which MySQL reads the old values: it has to be UTC.
-- created_at is in the zone of the session that inserts; the program's are all in UTC. An expression as its default would
-- make MySQL 8.0.15 refuse every later change of the table.
-- Run again on a table that is like this already, it changes nothing.
SET time_zone = '+00:00';
ALTER TABLE orders
    MODIFY decided_at DATETIME(3) NOT NULL,
    MODIFY created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3);
