package dev.seckill.api.config;

import dev.seckill.model.SaleId;
import picocli.CommandLine.Option;

/** Which sale. */
public final class SaleOptions {

    @Option(
            names = "--sale",
            defaultValue = "${env:SALE:-counter}",
            description = "The sale: the name of its counter in Redis.")
    public SaleId sale;
}
