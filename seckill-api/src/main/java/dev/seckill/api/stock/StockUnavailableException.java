package dev.seckill.api.stock;

import dev.seckill.model.SaleId;

/** The counter's store cannot be used now. Nothing was decided; trying again later may help. */
public class StockUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StockUnavailableException(SaleId sale, String reason, Throwable cause) {
        super(reason + " (sale=" + sale + ")", cause);
    }
}
