CREATE TABLE `orders` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sale` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` bigint(20) NOT NULL,
  `buyer` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `quantity` int(11) NOT NULL,
  `decided_at` datetime(3) NOT NULL,
  `created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `orders_order_id` (`order_id`),
  UNIQUE KEY `orders_sale_seq` (`sale`,`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE `seckill_schema_history` (
  `installed_rank` int(11) NOT NULL,
  `version` varchar(50) DEFAULT NULL,
  `description` varchar(200) NOT NULL,
  `type` varchar(20) NOT NULL,
  `script` varchar(1000) NOT NULL,
  `checksum` int(11) DEFAULT NULL,
  `installed_by` varchar(100) NOT NULL,
  `installed_on` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  `execution_time` int(11) NOT NULL,
  `success` tinyint(1) NOT NULL,
  PRIMARY KEY (`installed_rank`),
  KEY `seckill_schema_history_s_idx` (`success`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO `seckill_schema_history` VALUES
  (1,'1','orders','SQL','V1__orders.sql',1939539594,'root','2026-11-29 13:59:54',111,1),
  (2,'2','times in utc','SQL','V2__times_in_utc.sql',-1824442237,'root','2026-11-29 13:59:54',53,1);
INSERT INTO `orders` VALUES
  (1,'0193542f-7a00-7000-8000-0123456789ab','counter',1,'Zoë 李 🚗 1',1,'2026-11-22 10:15:30.123','2026-11-22 10:15:30.321'),
  (2,'0193542f-7a01-7000-8000-0123456789ab','counter',2,NULL,1,'2026-11-22 10:15:30.124','2026-11-22 10:15:30.321'),
  (4,'0193542f-7a02-7000-8000-0123456789ab','Counter',9223372036854775807,'a',2147483647,'9999-12-31 23:59:59.999','2026-11-22 10:15:31.000');
