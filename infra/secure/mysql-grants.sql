-- The users of the order book: one that migrates, one that runs. Run it once as root, with passwords of your own.
CREATE DATABASE IF NOT EXISTS seckill CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS 'migration'@'%' IDENTIFIED BY 'PASSWORD-OF-migration' REQUIRE SSL;
CREATE USER IF NOT EXISTS 'consumer'@'%' IDENTIFIED BY 'PASSWORD-OF-consumer' REQUIRE SSL;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER ON seckill.* TO 'migration'@'%';
GRANT SELECT, INSERT, UPDATE ON seckill.* TO 'consumer'@'%';
