package dev.seckill.model.event;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Reads the definition of a sale within a message. Used once. */
final class DefinitionReader {

    private final FieldReader json;
    private String name;
    private String item;
    private String opensAt;
    private String closesAt;
    private Long perBuyer;
    private Long perOrder;
    private long holdFor;
    private long holdMax;
    private boolean cancellable;
    private String picture;

    DefinitionReader(FieldReader json) {
        this.json = json;
    }

    SaleDefinition read() throws IOException {
        json.readNestedObject("definition", this::readField);
        return new SaleDefinition(
                FieldReader.present("name", name),
                FieldReader.present("item", item),
                opensAt == null ? null : Instant.parse(opensAt),
                closesAt == null ? null : Instant.parse(closesAt),
                FieldReader.present("perBuyer", perBuyer),
                Math.toIntExact(FieldReader.present("perOrder", perOrder)),
                new HoldRules(Duration.ofSeconds(holdFor), Duration.ofSeconds(holdMax), cancellable),
                picture);
    }

    private void readField(String field) throws IOException {
        switch (field) {
            case "name" -> name = json.text(field);
            case "item" -> item = json.text(field);
            case "opensAt" -> opensAt = json.textOrNull(field);
            case "closesAt" -> closesAt = json.textOrNull(field);
            case "perBuyer" -> perBuyer = json.number(field);
            case "perOrder" -> perOrder = json.number(field);
            case "holdFor" -> holdFor = json.number(field);
            case "holdMax" -> holdMax = json.number(field);
            case "cancellable" -> cancellable = json.bool(field);
            case "picture" -> picture = json.textOrNull(field);
            default -> json.skip();
        }
    }
}
