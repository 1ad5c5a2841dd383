package dev.seckill.api.config;

import dev.seckill.model.settings.NamedTokens;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.settings.TokenSetting;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who may change sales, and what becomes of orders. */
final class StaffOptions {

    private static final TokenSetting ADMIN = new TokenSetting("--admin-tokens", "ADMIN_TOKENS");
    private static final TokenSetting SHOP = new TokenSetting("--shop-tokens", "SHOP_TOKENS");

    @Option(
            names = "--admin-tokens",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:ADMIN_TOKENS:-" + Option.NULL_VALUE + "}",
            description = "Tokens with which operators may change sales, as NAME:TOKEN, separated by commas; the name"
                    + " is in the journal, the token has at least 16 characters. Only the variable: ps would show an"
                    + " option. Without any token there are no routes that change a sale.")
    String adminTokens;

    @Option(
            names = "--admin-tokens-file",
            defaultValue = "${env:ADMIN_TOKENS_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of such tokens instead, one in each line; only its owner and group may be able to read"
                    + " it.")
    Path adminFile;

    @Option(
            names = "--shop-tokens",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:SHOP_TOKENS:-" + Option.NULL_VALUE + "}",
            description = "The same for the shop's own systems, which may confirm, extend, cancel and read orders;"
                    + " names and tokens of their own. Only the variable.")
    String shopTokens;

    @Option(
            names = "--shop-tokens-file",
            defaultValue = "${env:SHOP_TOKENS_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of such tokens instead, as --admin-tokens-file.")
    Path shopFile;

    StaffTokens toSettings(Problems problems) {
        NamedTokens admin = ADMIN.read(adminTokens, adminFile, problems);
        NamedTokens shop = SHOP.read(shopTokens, shopFile, problems);
        if (admin.meet(shop)) {
            problems.add("--shop-tokens (SHOP_TOKENS): a name or a token is one of an operator, too");
        }
        return new StaffTokens(admin, shop);
    }
}
