package dev.seckill.api.config;

/** A text that no log shows. */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
