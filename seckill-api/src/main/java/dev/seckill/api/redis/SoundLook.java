package dev.seckill.api.redis;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import java.util.List;

/**
 * A look at the sale that a batch may be decided upon, because {@link SoundCheck} is content with it: the one that the
 * transaction before has brought along, or a new one. Other sales may use the connection in between: they end what is
 * watched, and whoever gives the connection up does so for all of them. Used by one thread.
 */
final class SoundLook {

    /** Looks at one batch: at a new connection two, one more when the sale is halted, one more when it is rebuilt. */
    private static final int LOOKS_MAX = 5;

    private final SaleId sale;
    private final RedisLink link;
    private final StoreRisks risks;
    private final SaleReader reader;
    private final LookAhead ahead;
    private final SoundCheck check;
    private final StartingStock stock;
    private long connection;
    /** What a transaction of another sale was to take along; null for nothing. */
    private LookAlong along;

    SoundLook(
            SaleId sale,
            RedisLink link,
            StoreRisks risks,
            SaleReader reader,
            LookAhead ahead,
            SoundCheck check,
            StartingStock stock) {
        this.sale = sale;
        this.link = link;
        this.risks = risks;
        this.reader = reader;
        this.ahead = ahead;
        this.check = check;
        this.stock = stock;
        this.connection = link.life();
    }

    /** To be called before anything is asked: what was seen before may be void. */
    void begin() {
        keepUpWithTheConnection();
        link.alongNoMore(along);
        ahead.isShared(!link.isTakenAgainBy(this));
    }

    /** The next transaction of another sale is to take the look for this batch along, if it may be of use. */
    void comesAlong(List<? extends Request> requests) {
        boolean isOfUse = connection == link.life() && check.isSound() && !stock.isDue() && ahead.mayComeAlong();
        along = isOfUse ? new LookAlong(reader, ahead, requests) : null;
        link.along(along);
    }

    private void keepUpWithTheConnection() {
        if (connection != link.life()) {
            connection = link.life();
            ahead.forget();
            check.disconnected();
        }
    }

    /** What the transaction before has brought along; null if there is nothing, or reason to look again. */
    SaleReader.Snapshot ahead(List<? extends Request> requests) {
        SaleReader.Snapshot snapshot = ahead.takeFor(requests);
        return snapshot != null && check.mayDecideUpon(snapshot) ? goingOn(snapshot) : null;
    }

    /** Reads until the check is content; null if the order log has to be read on first. */
    SaleReader.Snapshot anew(List<? extends Request> requests, List<EventId> settled) {
        link.open();
        keepUpWithTheConnection();
        risks.found(link);
        SaleReader.Snapshot snapshot = reader.read(requests, settled);
        for (int looks = 1; !check.mayDecideUpon(snapshot); looks++) {
            if (check.isReadingDue()) {
                return null;
            }
            if (looks == LOOKS_MAX) {
                throw new StockUnavailableException(sale, "sale - halted and opened again at every look", null);
            }
            snapshot = reader.read(requests, List.of());
        }
        if (stock.isDue() && check.isSound()) {
            stock.create();
            snapshot = reader.read(requests, List.of());
        }
        return goingOn(snapshot);
    }

    private SaleReader.Snapshot goingOn(SaleReader.Snapshot snapshot) {
        return snapshot.with(check.goingOn(snapshot.state()));
    }

    /** Gives the connection up, and what was seen over it. */
    void disconnect() {
        link.drop();
        keepUpWithTheConnection();
    }
}
