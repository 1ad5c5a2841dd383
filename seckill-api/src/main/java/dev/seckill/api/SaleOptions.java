package dev.seckill.api;

import dev.seckill.model.SaleId;
import picocli.CommandLine.Option;

/** Which sale. */
final class SaleOptions {

    @Option(
            names = "--sale",
            defaultValue = "${env:SALE:-counter}",
            description = "The sale: the name of its counter in Redis.")
    SaleId sale;
}
