package dev.seckill.loadtest.browser;

import java.util.List;
import java.util.Locale;

/**
 * What somebody looks at a page with.
 *
 * @param dark whether they prefer dark colours
 * @param device the window
 */
record Look(boolean dark, Device device) {

    /** A window, in CSS pixels. */
    enum Device {
        DESKTOP(1280, 900),
        PHONE(360, 740),
        NARROW(320, 640);

        final int width;
        final int height;

        Device(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /** Light on a desktop. */
    static final Look USUAL = new Look(false, Device.DESKTOP);

    /** Light and dark, on a desktop and on a phone. */
    static final List<Look> ALL =
            List.of(USUAL, new Look(true, Device.DESKTOP), new Look(false, Device.PHONE), new Look(true, Device.PHONE));

    /** As part of a file's name. */
    @Override
    public String toString() {
        return (dark ? "dark" : "light") + "-" + device.name().toLowerCase(Locale.ROOT);
    }
}
