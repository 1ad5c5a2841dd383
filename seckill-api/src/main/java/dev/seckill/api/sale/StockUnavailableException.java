package dev.seckill.api.sale;

import dev.seckill.model.SaleId;

/** The counter's store cannot be used now. Nothing was decided; trying again later may help. */
public class StockUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String trouble;

    /** The store cannot be used for any sale. */
    public StockUnavailableException(String reason, Throwable cause) {
        this(reason, "Redis cannot be used.", cause);
    }

    /** The same of something else than Redis. */
    public StockUnavailableException(String reason, String trouble, Throwable cause) {
        super(reason, cause);
        this.trouble = trouble;
    }

    public StockUnavailableException(SaleId sale, String reason, Throwable cause) {
        this(sale, reason, "Redis cannot be used.", cause);
    }

    /** @param trouble what cannot be used, for everybody who asks: a sentence without addresses */
    public StockUnavailableException(SaleId sale, String reason, String trouble, Throwable cause) {
        super(reason + " (sale=" + sale + ")", cause);
        this.trouble = trouble;
    }

    public String trouble() {
        return trouble;
    }
}
