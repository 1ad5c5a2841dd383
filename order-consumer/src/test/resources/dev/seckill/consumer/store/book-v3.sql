CREATE TABLE `orders` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `order_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sale` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` bigint(20) NOT NULL,
  `buyer` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `quantity` int(11) NOT NULL,
  `decided_at` datetime(3) NOT NULL,
  `created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  `item` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `state` varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'CONFIRMED',
  `last_no` bigint(20) NOT NULL DEFAULT '0',
  PRIMARY KEY (`id`),
  UNIQUE KEY `orders_order_id` (`order_id`),
  UNIQUE KEY `orders_sale_seq` (`sale`,`seq`)
) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `orders` VALUES
  ('1','01a22800-0001-7000-8000-0123456789ab','counter','1','Zoë 李 🚗','1','2026-11-29 15:00:00.101','2026-11-29 15:00:01.500','car','CONFIRMED','0'),
  ('2','01a22800-0002-7000-8000-0123456789ab','counter','2','zoë','1','2026-11-29 15:00:00.102','2026-11-29 15:00:01.500','car','CONFIRMED','3'),
  ('3','01a22800-0003-7000-8000-0123456789ab','counter','3',NULL,'1','2026-11-29 15:00:00.103','2026-11-29 15:00:01.500','car','CONFIRMED','4'),
  ('4','01a22800-0006-7000-8000-0123456789ab','counter','6','李','1','2026-11-29 15:00:00.106','2026-11-29 15:00:01.500','car','CONFIRMED','11');
CREATE TABLE `events` (
  `sale` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `no` bigint(20) NOT NULL,
  `kind` varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `order_id` char(36) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `quantity` bigint(20) NOT NULL,
  `left_after` bigint(20) NOT NULL,
  `at` datetime(3) NOT NULL,
  `detail` json DEFAULT NULL,
  PRIMARY KEY (`sale`,`no`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `events` VALUES
  ('Counter','1','RESTOCKED',NULL,'7','7','2026-11-29 15:00:00.500','{"by": "by hand"}'),
  ('counter','1','RESTOCKED',NULL,'4','4','2026-11-29 15:00:00.050','{"by": "by hand"}'),
  ('counter','2','SALE_CHANGED',NULL,'0','4','2026-11-29 15:00:00.060','{"by": "alice", "state": "OPEN", "change": "DEFINED", "definition": {"item": "car", "name": "Cars \\"2026\\" 🚗", "opensAt": "2026-11-29T15:00:00Z", "closesAt": null, "perBuyer": 1, "perOrder": 2}}'),
  ('counter','3','ACCEPTED','01a22800-0002-7000-8000-0123456789ab','-1','3','2026-11-29 15:00:00.102',NULL),
  ('counter','4','ACCEPTED','01a22800-0003-7000-8000-0123456789ab','-1','2','2026-11-29 15:00:00.103',NULL),
  ('counter','5','SALE_CHANGED',NULL,'0','2','2026-11-29 15:00:00.200','{"by": "alice", "state": "PAUSED", "change": "PAUSED", "definition": {"item": "car", "name": "Cars \\"2026\\" 🚗", "opensAt": "2026-11-29T15:00:00Z", "closesAt": null, "perBuyer": 1, "perOrder": 2}}'),
  ('counter','6','RESTOCKED',NULL,'-1','1','2026-11-29 15:00:00.210','{"by": "bob"}'),
  ('counter','9','RECOVERED',NULL,'0','1','2026-11-29 15:00:00.300','{"epoch": 1795964400300, "voided": [[7, 8]], "voidedSeqs": [[4, 5]]}'),
  ('counter','10','SALE_CHANGED',NULL,'0','1','2026-11-29 15:00:00.310','{"by": "alice", "state": "OPEN", "change": "RESUMED", "definition": {"item": "car", "name": "Cars \\"2026\\" 🚗", "opensAt": "2026-11-29T15:00:00Z", "closesAt": null, "perBuyer": 1, "perOrder": 2}}'),
  ('counter','11','ACCEPTED','01a22800-0006-7000-8000-0123456789ab','-1','0','2026-11-29 15:00:00.106',NULL);
CREATE TABLE `sales` (
  `sale` varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `definition` json DEFAULT NULL,
  `last_no` bigint(20) NOT NULL,
  `updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  PRIMARY KEY (`sale`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `sales` VALUES
  ('Counter',NULL,'1','2026-11-29 15:00:01.500'),
  ('counter','{"item": "car", "name": "Cars \\"2026\\" 🚗", "opensAt": "2026-11-29T15:00:00Z", "closesAt": null, "perBuyer": 1, "perOrder": 2}','11','2026-11-29 15:00:01.500');
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
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci;
INSERT INTO `seckill_schema_history` VALUES
  ('1','1','orders','SQL','V1__orders.sql','1939539594','root','2026-11-29 14:59:00','66','1'),
  ('2','2','times in utc','SQL','V2__times_in_utc.sql','-1824442237','root','2026-11-29 14:59:00','79','1'),
  ('3','3','journal','SQL','V3__journal.sql','727305355','root','2026-11-29 14:59:00','97','1');
