package dev.seckill.loadtest;

import dev.seckill.infra.ServerStack;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.sale.SaleCounter;
import dev.seckill.model.SaleId;
import java.net.URI;
import java.time.Clock;

/**
 * Where a system of our own keeps a sale: the counter, the order book, and the order log.
 *
 * @param servers what keeps it
 * @param sale the sale under test
 * @param clock the buyers' clock
 */
public record SaleStores(ServerStack servers, SaleId sale, Clock clock) {

    /** A connection of its own, because those to a Redis that was killed since are of no use; to be closed. */
    public SaleCounter counter() {
        return new SaleCounter(URI.create(servers.redisUrl()), sale, clock);
    }

    /** The orders of any sale. */
    public MySqlOrderBook book(SaleId of) {
        return new MySqlOrderBook(
                servers.mysqlUrl(Programs.DATABASE), servers.mysqlUser(), servers.mysqlPassword(), of);
    }

    /** How to reach the order log. */
    public KafkaAccess kafka() {
        return new KafkaAccess(servers.kafkaBootstrapServers(), servers.kafkaProperties());
    }
}
